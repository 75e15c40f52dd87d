"""Two people at one record: what was changed, or deleted, while a form was open."""

import re
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.versions.content import field_label, read_record, read_version
from catalogue.versions.history import find_version_by_token, get_versions

#: Inputs of a form into which nobody types.
TECHNICAL_INPUTS = re.compile(
    r"_\w+|csrf\w+|edit_token|post|initial-.+|.+-(id|DELETE|\w+_FORMS)|.+-__prefix__-.+"
)


# --- The record was changed -------------------------------------------------------------------


def find_conflict(record, token: UUID | None) -> tuple[str, list[tuple[str, str]]]:
    """Return what was changed in a record since a form was opened with an edit token.

    That is in words, with how to go on; and as (label, present content) of each field.
    """
    before = find_version_by_token(record, token)
    later = get_versions(record).filter(pk__gt=before.pk) if before else get_versions(record)[:1]
    people = [version.revision.user for version in later if version.revision.user]
    names = sorted({str(who) for who in people or [record.changed_by or _("another user")]})
    moment = later[0].revision.date_created if later else record.updated_at
    current = changed_content(record, before) if before else []
    text = _(
        "While this page was open, %(who)s changed %(what)s (%(when)s). Your changes are not "
        "saved yet; nothing you typed is lost. The saved text is shown at the top of the page. "
        "Save again to replace it with the text of the form."
    ) % {
        "who": get_text_list(names, _("and")),
        "what": get_text_list([label for label, _content in current], _("and")) or _("it"),
        "when": date_format(timezone.localtime(moment), "j F Y, H:i"),
    }
    return text, current


def changed_content(record, before: Version) -> list[tuple[str, str]]:
    """Return (label, present content) of each field that was changed since a version."""
    old, found = read_version(before), []
    for name, value in read_record(record).items():
        if value != old[name]:
            label = field_label(type(record), name)
            if isinstance(value, str):
                found.append((label, value or _("(empty)")))
            else:
                found.append((label, "\n".join(value) or _("(none)")))
    return found


# --- The record was deleted -------------------------------------------------------------------


def posted_texts(request: HttpRequest, model) -> list[tuple[str, str]]:
    """Return (label, text) of each field of a record into which something was typed."""
    return [
        (input_label(name, model), "\n".join(values))
        for name, values in request.POST.lists()
        if any(values) and not TECHNICAL_INPUTS.fullmatch(name)
    ]


def input_label(name: str, model) -> str:
    """Return the label of an input; that of a child record with the number of its row."""
    match = re.fullmatch(r"(\w+)-(\d+)-(\w+)", name)
    try:
        if not match:
            return field_label(model, name)
        children, number, child_field = match.groups()
        child = field_label(model._meta.get_field(children).related_model, child_field)
        return f"{field_label(model, children)} {int(number) + 1}: {child}"
    except FieldDoesNotExist:
        return name


# --- Child records were deleted ---------------------------------------------------------------


def renumber_deleted_rows(
    data: QueryDict, prefix: str, existing: Collection[str]
) -> tuple[QueryDict, list[str]]:
    """Return the data of a formset with deleted rows as new ones, and the keys of the other rows.

    A formset has the rows that are in the database first, and new ones after them; so the rows get
    other numbers.
    """
    try:
        total, initial = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data, []
    keys = [data.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total, 1000))]
    deleted = [number for number, key in enumerate(keys) if key not in existing]
    if not deleted:
        return data, keys
    remaining = [number for number in range(len(keys)) if number not in deleted]
    order = [*remaining, *deleted, *range(len(keys), min(total, 2000))]
    result = renumber_rows(data, prefix, {old: new for new, old in enumerate(order)})
    result[f"{prefix}-INITIAL_FORMS"] = str(len(remaining))
    for number in range(len(remaining), len(remaining) + len(deleted)):
        result[f"{prefix}-{number}-id"] = ""
    return result, [keys[number] for number in remaining]


def renumber_rows(data: QueryDict, prefix: str, numbers: dict[int, int]) -> QueryDict:
    """Return the data of a formset in which rows have other numbers."""
    row, result = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)"), data.copy()
    for name in data:
        if row.fullmatch(name):
            del result[name]
    for name, values in data.lists():
        if (match := row.fullmatch(name)) and int(match[1]) in numbers:
            result.setlist(f"{prefix}-{numbers[int(match[1])]}-{match[2]}", values)
    return result
