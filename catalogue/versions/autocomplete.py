"""Relations that are looked up by typing: what is no key of a record chooses none, and no fault."""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

DIGITS = 18  # of a key at most; SQLite fails at numbers of more than 63 bits


def is_key(text) -> bool:
    """Say whether something may be the key of a record."""
    return str(text).isdecimal() and len(str(text)) <= DIGITS


class Keys:
    """Shows a form again, however wrong the values are that it was sent."""

    def optgroups(self, name, value, attr=None):
        """Return the chosen records; Django would ask the database for any text at all."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class One(Keys, AutocompleteSelect):
    """One record that is looked up."""


class Several(Keys, AutocompleteSelectMultiple):
    """Records that are looked up."""


class Chosen(forms.ModelMultipleChoiceField):
    """Records that were chosen; a number beyond all keys is a wrong choice."""

    def clean(self, value):
        """Return the records."""
        if not all(map(is_key, value or [])):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class LookedUp:
    """Gives the relations that an admin page looks up these widgets."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs |= self.widget(One, db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= self.widget(Several, db_field, request)
        kwargs.setdefault("form_class", Chosen)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def widget(self, kind, db_field, request) -> dict:
        """Return the widget of a relation as an option, where it is looked up."""
        if db_field.name not in self.get_autocomplete_fields(request):
            return {}
        return {"widget": kind(db_field, self.admin_site)}


class RecordAutocompleteView(AutocompleteJsonView):
    """Answers what was typed; a NUL, which databases refuse, is a blank."""

    def process_request(self, request):
        """Return what is looked up, and where."""
        term, *place = super().process_request(request)
        return term.replace("\0", " "), *place
