"""What was typed for a record that somebody deleted meanwhile: it is shown, to be copied."""

import re

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest

from catalogue.versions.version_content import field_label

#: What a form sends besides what a person typed.
MACHINERY = re.compile(
    r"_\w+|csrf\w+|edit_token|initial-.+|.+-(id|DELETE|\w+_FORMS)|.+-__prefix__-.+"
)


def typed(request: HttpRequest, model) -> list[tuple[str, str]]:
    """Return (label, text) of each field into which something was typed."""
    return [
        (label_of(name, model), "\n".join(values))
        for name, values in request.POST.lists()
        if any(values) and not MACHINERY.fullmatch(name)
    ]


def label_of(name: str, model) -> str:
    """Return what a field of a form is called; a field of a row with the number of the row."""
    rows, number, field = split(name)
    try:
        if not rows:
            return field_label(model, field)
        relation = model._meta.get_field(rows)
        inside = field_label(relation.related_model, field)
        return f"{field_label(model, rows)} {int(number) + 1}: {inside}"
    except FieldDoesNotExist:
        return name


def split(name: str) -> tuple[str, str, str]:
    """Return the rows, the number of the row and the field that a name in a form stands for."""
    match = re.fullmatch(r"(\w+)-(\d+)-(\w+)", name)
    return match.groups() if match else ("", "", name)
