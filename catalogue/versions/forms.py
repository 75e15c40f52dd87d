"""How a record is typed in at the editors' desk, and checked before it is saved."""

import re

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from catalogue.versions import conflicts, history, version_content
from catalogue.versions.stale_formsets import rows_still_there


class NormalizedTextarea(AdminTextareaWidget):
    """A field for text whose lines end as they do everywhere else, and not as browsers send them.

    Otherwise a text that nobody touched would count as changed.
    """

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and value.replace("\r\n", "\n")


#: Fields as the desk shows them. An address without its scheme is taken for https, as Django 6
#: will do by itself.
FORMFIELD_OVERRIDES = {
    models.TextField: {"widget": NormalizedTextarea},
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
                self.add_error(None, [describe_violation(text) for text in broken_rules.messages])


def describe_violation(message: str) -> str:
    """Return the rule that a message names, as the sentence that the name of each rule is."""
    name = re.search(r"“(\w+)”", message)
    if name is None or "_" not in name[1]:
        return message
    return _("This rule is not kept: %(rule)s.") % {"rule": name[1].replace("_", " ")}


class EditForm(RecordForm):
    """The form of a record's own page; a second person's save is refused when it would undo one.

    It carries the edit token of the record as it was when the page was opened.
    """

    edit_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["edit_token"].initial = self.whole.edit_token
        self.conflict = ""
        self.now: dict[str, str] = {}

    @property
    def whole(self):
        """Return the record that is changed with this form: of a paragraph its resolution."""
        return history.get_root_record(self.instance)

    def clean(self):
        """Refuse what was opened before the last save, and say what that save changed."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("edit_token") != self.whole.edit_token:
            self.refuse_lost_edit(cleaned.get("edit_token"))
        return cleaned

    def refuse_lost_edit(self, opened_with) -> None:
        """Name who changed which fields meanwhile; what was typed stays in the form.

        The form takes the new token, so that the next save is made in the knowledge of all this.
        """
        found = conflicts.find_conflict(self.whole, opened_with)
        self.conflict, self.now = found.in_words(), found.now
        self.add_error(None, self.conflict)
        self.data = self.data.copy()
        self.data[self.add_prefix("edit_token")] = str(self.whole.edit_token)

    @property
    def what_stands_there_now(self) -> list[tuple[str, str]]:
        """Return (label, text) of each field that was changed meanwhile."""
        model = type(self.whole)
        return [(version_content.field_label(model, name), text) for name, text in self.now.items()]


class ChangeNoteForm(EditForm):
    """The form of a record that is changed where readers see it: it asks why."""

    change_note = forms.CharField(
        label=_("Change note"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("What was changed and why, for example: name corrected from the website."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.instance.pk is not None and self.whole.is_public
        self.fields["change_note"].required = asked and "_unpublish" not in self.data


class RowFormSet(BaseInlineFormSet):
    """Rows of a record; a new row comes after the last one, unless its number says otherwise.

    A row that somebody else took out meanwhile becomes a new one: what was typed into it stays.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            present = {str(row.pk): row for row in self.get_queryset()}
            self.data, shown = rows_still_there(self.data, self.prefix, present.keys())
            # The admin pairs forms and rows by their order.
            self._queryset = sorted(present.values(), key=lambda row: place_in(shown, row))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields and index is not None:  # None: the row that new ones copy
            name = _("Delete row %(number)d") % {"number": index + 1}
            form.fields["DELETE"].widget.attrs["aria-label"] = name
        for name in {"position", "order"} & form.fields.keys():
            if form.instance._state.adding:
                taken = [getattr(row, name) for row in self.get_queryset()]
                form.fields[name].initial = max(taken, default=0) + 1


def place_in(shown: list[str], row) -> int:
    """Return the place of a row among the keys of a form; those that it does not have come last."""
    key = str(row.pk)
    return shown.index(key) if key in shown else len(shown)
