"""How a record is typed in at the editors' desk, and checked before it is saved."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _


class TextArea(AdminTextareaWidget):
    """A field for text whose lines end as they do everywhere else, and not as browsers send them.

    Otherwise a text that nobody touched would count as changed.
    """

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and value.replace("\r\n", "\n")


#: Fields as the desk shows them. An address without its scheme is taken for https, as Django 6
#: will do by itself.
FIELDS = {
    models.TextField: {"widget": TextArea},
    models.URLField: {"assume_scheme": "https"},
}


class RecordForm(forms.ModelForm):
    """A form that obeys all rules of a record, also those about fields that it does not show."""

    def validate_unique(self):
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_unique()
                self.instance.validate_constraints()
            except ValidationError as broken_rules:
                self.add_error(None, [in_words(text) for text in broken_rules.messages])


def in_words(message: str) -> str:
    """Return the rule that a message names, as the sentence that the name of each rule is."""
    name = re.search(r"“(\w+)”", message)
    if name is None or "_" not in name[1]:
        return message
    return _("This rule is not kept: %(rule)s.") % {"rule": name[1].replace("_", " ")}


class RowFormSet(BaseInlineFormSet):
    """Rows of a record; a new row comes after the last one, unless its number says otherwise."""

    default_error_messages = BaseInlineFormSet.default_error_messages | {
        "too_few_forms": _("A published record needs at least one row here.")
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields and index is not None:  # None: the row that new ones copy
            name = _("Delete row %(number)d") % {"number": index + 1}
            form.fields["DELETE"].widget.attrs["aria-label"] = name
        for name in {"position", "order"} & form.fields.keys():
            if form.instance._state.adding:
                taken = [getattr(row, name) for row in self.get_queryset()]
                form.fields[name].initial = max(taken, default=0) + 1
