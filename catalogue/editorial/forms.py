"""The forms of records in the admin, and the widgets in which related records are chosen."""

from datetime import date
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.core.constraints import check_all_rules, explain_twin, find_same_values
from catalogue.core.fields import TextFormField
from catalogue.editorial.conflicts import (
    Merge,
    describe_later_saves,
    find_base,
    is_stale,
    merge_formset,
    merge_inputs,
    read_base,
)
from catalogue.editorial.record_page import admin_url
from catalogue.editorial.typed_texts import RESTORE_INPUT, TOKEN_INPUT, is_record_key
from catalogue.versions.content import ORDER_FIELDS, field_values
from catalogue.versions.history import get_root_record
from catalogue.versions.revisions import is_revision

# --- Related records that are chosen by typing ------------------------------------------------


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
    """A form that checks all constraints of a record, also those of fields outside the form.

    A text that is restored from the browser is only shown again.
    """

    @property
    def is_restored(self) -> bool:
        """Return True if the form is filled in with what the browser kept."""
        return RESTORE_INPUT in self.data

    def is_valid(self):
        return not self.is_restored and super().is_valid()

    def full_clean(self):
        if self.is_restored:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

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
    """The form of a record's own page, which takes what others saved while it was open.

    It carries the edit token that the record had then; that of a new record is used once. Where
    both changed the same field nothing is saved until that is decided.
    """

    edit_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.merge, self.later_saves = Merge(), {}
        is_new = self.instance.pk is None
        self.fields[TOKEN_INPUT].initial = uuid4() if is_new else self.root_record.edit_token
        if self.is_bound and not is_new and is_stale(self.instance, self.data):
            self.merge_with_saved()
        if is_revision(self.instance) and "change_note" in self.fields:
            self.fields["change_note"].required = True

    @property
    def root_record(self):
        """Return the record that is changed with this form: of a paragraph its resolution."""
        return get_root_record(self.instance)

    def merge_with_saved(self) -> None:
        """Take what others saved, and the new token: the next save knows of the change."""
        version, self.data = find_base(self.instance, self.data), self.data.copy()
        base, saved = read_base(self.instance, version), field_values(self.instance)
        merge_inputs(self.merge, type(self.instance), self.fields, self.data, base, saved)
        self.later_saves = describe_later_saves(self.root_record, version)
        self.data[TOKEN_INPUT] = str(self.root_record.edit_token)

    def clean(self):
        """Refuse what two people changed."""
        cleaned = super().clean()
        for conflict in self.merge.conflicts:
            self.add_error(conflict.name, _("Both of you changed this: see the top of the page."))
        return cleaned


class ProposalForm(EditForm):
    """The form in which a change of what readers see is proposed: it asks for the reason."""

    change_note = TextFormField(
        label=_("Reason"),
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("What is changed and why, for example: name corrected from the website."),
    )


def ignore_number(initial, data) -> bool:
    """Return that the number of a new row is no change: a row with nothing else is no row."""
    return False


class ChildFormSet(BaseInlineFormSet):
    """Child records of a record; a new one comes last, unless its number says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.merge = Merge()
        if self.is_bound and self.instance.pk:
            self.data, self.merge = merge_formset(self, self.data)
            self.sort_queryset()

    def sort_queryset(self) -> None:
        """Sort the child records as the forms are: the admin pairs them by their order."""
        initial = self.initial_form_count()
        keys = [self.data.get(f"{self.prefix}-{number}-id") for number in range(initial)]
        places = {key: place for place, key in enumerate(keys)}
        self._queryset = sorted(
            self.get_queryset(), key=lambda child: places.get(str(child.pk), len(keys))
        )

    def clean(self):
        """Refuse what two people changed."""
        super().clean()
        if labels := [conflict.label for conflict in self.merge.conflicts]:
            text = _("Both of you changed %s: see the top of the page.")
            raise ValidationError(text % get_text_list(labels, gettext("and")))

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
        if not form.instance._state.adding:
            return
        for name in form.fields.keys() & {*ORDER_FIELDS}:
            numbers = [getattr(child, name) for child in self.get_queryset()]
            place = max(0, (index or 0) - self.initial_form_count())
            form.fields[name].initial = max(numbers, default=0) + 1 + place
            form.fields[name].has_changed = ignore_number
