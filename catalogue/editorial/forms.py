"""The forms of records in the admin, and the widgets in which related records are chosen."""

from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from catalogue.core.constraints import check_all_rules, explain_twin, find_same_values
from catalogue.core.fields import TextFormField
from catalogue.editorial.conflicts import find_conflict, renumber_deleted_rows
from catalogue.editorial.record_page import admin_url
from catalogue.versions.history import get_root_record
from catalogue.versions.revisions import is_revision

# --- Related records that are chosen by typing ------------------------------------------------

MAX_KEY_DIGITS = 18  # SQLite fails at numbers of more than 63 bits


def is_record_key(text) -> bool:
    """Return True if a text can be the key of a record."""
    return str(text).isdecimal() and len(str(text)) <= MAX_KEY_DIGITS


class RecordChoiceField(forms.ModelChoiceField):
    """A chosen record; a text that cannot be a key is shown again as no choice."""

    def prepare_value(self, value):
        key = super().prepare_value(value)
        return key if is_record_key(key) else ""


class RecordMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Chosen records; a text that cannot be a key is an invalid choice, and not shown again."""

    def prepare_value(self, value):
        keys = super().prepare_value(value)
        return list(filter(is_record_key, keys)) if isinstance(keys, list) else keys

    def clean(self, value):
        if not all(map(is_record_key, value or [])):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


def list_relations(model) -> list[str]:
    """Return the names of the relations of a model that a form can show."""
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return [field.name for field in fields if field.is_relation and field.editable]


#: Characters of the line below the name of a record that is offered.
MAX_CHOICE_NOTE = 160


class RecordAutocompleteView(AutocompleteJsonView):
    """Answers what is typed; a NUL, which databases refuse, counts as a blank."""

    def serialize_result(self, obj, to_field_name):
        """Add what is shown below the name."""
        described = getattr(self.model_admin, "describe_choice", lambda record: "")(obj)
        note = {"note": Truncator(described).chars(MAX_CHOICE_NOTE)} if described else {}
        return super().serialize_result(obj, to_field_name) | note

    def process_request(self, request):
        term, *place = super().process_request(request)
        return term.replace("\0", " "), *place


# --- Forms ------------------------------------------------------------------------------------


class DayInput(AdminDateWidget):
    """An input that shows a day as the rest of the desk does, for example 5 March 2026."""

    def __init__(self, attrs=None):
        super().__init__({"size": "17", **(attrs or {})})

    def format_value(self, value):
        return date_format(value, "j F Y") if isinstance(value, date) else value


#: An address without its scheme is assumed to be https, as Django 6 will do by default.
FORMFIELD_OVERRIDES = {
    models.DateField: {"widget": DayInput},
    models.ForeignKey: {"form_class": RecordChoiceField},
    models.ManyToManyField: {"form_class": RecordMultipleChoiceField},
    models.URLField: {"assume_scheme": "https"},
}


class RecordForm(forms.ModelForm):
    """A form that checks all constraints of a record, also those of fields outside the form."""

    def validate_unique(self):
        super().validate_unique()
        if not self.errors and (violations := check_all_rules(self.instance)):
            self.add_error(None, violations)

    def add_error(self, field, error):
        """Show an error at its field, or above the form if that has no such field.

        Where it is that a record is there already, link to that.
        """
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        by_field = error.error_dict if hasattr(error, "error_dict") else {field: [error]}
        for name, errors in by_field.items():
            shown = [link_twin(each, self.instance) for each in ValidationError(errors).error_list]
            super().add_error(name if name in self.fields else None, shown)


def link_twin(error: ValidationError, record: models.Model) -> ValidationError:
    """Return an error with a link to the record that is there already, if it is about one."""
    params = error.params or {}
    if error.code == "unique" and "unique_check" in params:
        twin = find_same_values(params["model_class"], record, params["unique_check"])
        error = explain_twin(" ".join(error.messages), twin) if twin else error
    found = error.params["found"] if error.code == "twin" else None
    if found is None or not admin.site.is_registered(type(found)):
        return error
    link = format_html('<a href="{}" target="_blank">{}</a>', admin_url(found), found)
    words = {"rule": conditional_escape(error.params["rule"]), "found": link}
    return ValidationError(mark_safe(conditional_escape(error.message) % words))  # noqa: S308


class EditForm(RecordForm):
    """The form of a record's own page, which refuses a save that would overwrite another one.

    It carries the edit token that the record had when the page was opened.
    """

    edit_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = ""
        self.current_content: list[tuple[str, str]] = []
        if self.instance.pk:
            self.fields["edit_token"].initial = self.root_record.edit_token
        if is_revision(self.instance) and "change_note" in self.fields:
            self.fields["change_note"].required = True

    @property
    def root_record(self):
        """Return the record that is changed with this form: of a paragraph its resolution."""
        return get_root_record(self.instance)

    def clean(self):
        """Refuse a form that was opened before the last save, and show what that save changed."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("edit_token") != self.root_record.edit_token:
            self.refuse_stale_form(cleaned.get("edit_token"))
        return cleaned

    def refuse_stale_form(self, token) -> None:
        """Add an error that names who changed which fields; the form keeps what was typed.

        It takes the new token, so that the next save is made in the knowledge of the change.
        """
        self.conflict, self.current_content = find_conflict(self.root_record, token)
        self.add_error(None, self.conflict)
        self.data = self.data.copy()
        self.data[self.add_prefix("edit_token")] = str(self.root_record.edit_token)


class ProposalForm(EditForm):
    """The form in which a change of what readers see is proposed: it asks for the reason."""

    change_note = TextFormField(
        label=_("Reason"),
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("What is changed and why, for example: name corrected from the website."),
    )


def is_unchanged(initial, data) -> bool:
    """Return False: a new row that has nothing but a number is no row."""
    return False


class ChildFormSet(BaseInlineFormSet):
    """Child records of a record; a new one comes last, unless its number says otherwise.

    A row that was deleted by another person meanwhile becomes a new one: what was typed is kept.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            existing = {str(child.pk): child for child in self.get_queryset()}
            self.data, keys = renumber_deleted_rows(self.data, self.prefix, existing.keys())
            # The admin pairs forms and child records by their order.
            places = {key: place for place, key in enumerate(keys)}
            self._queryset = sorted(
                existing.values(), key=lambda child: places.get(str(child.pk), len(keys))
            )

    def get_unique_error_message(self, unique_check):
        """Say in the words of the rule that two rows are the same."""
        names = {*unique_check, self.fk.name}
        rules = self.model._meta.constraints
        says = (each.says for each in rules if set(getattr(each, "fields", ())) == names)
        return next(says, super().get_unique_error_message(unique_check))

    def get_form_error(self):
        """Say in the second of two rows that are the same what is wrong with it."""
        return _("This row says the same as another one.")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields and index is not None:  # None: the template of new rows
            name = _("Delete row %(number)d") % {"number": index + 1}
            form.fields["DELETE"].widget.attrs["aria-label"] = name
        for name in {"position", "order"} & form.fields.keys():
            if form.instance._state.adding:
                numbers = [getattr(child, name) for child in self.get_queryset()]
                place = max(0, (index or 0) - self.initial_form_count())
                form.fields[name].initial = max(numbers, default=0) + 1 + place
                form.fields[name].has_changed = is_unchanged
