"""Fields of models and forms: texts in their stored form, plausible years and days.

The fields of models have the names of Django's and are those of Django in migrations.
"""

from django import forms
from django.db import models

from catalogue.core.text import normalize_text


class NormalizedText:
    """A field, of a model or of a form, whose value is a text in its stored form."""

    one_line = True

    def to_python(self, value):
        """Return the stored form of what was typed, read or set."""
        if isinstance(value, str):
            value = normalize_text(value, one_line=self.one_line)
        return super().to_python(value)


# --- Forms ------------------------------------------------------------------------------------


class TextFormField(NormalizedText, forms.CharField):
    """An input for text. A long text is refused with its length; a browser would just cut it."""

    def __init__(self, *, one_line: bool = True, **options):
        self.one_line = one_line
        super().__init__(**options)

    def has_changed(self, initial, data):
        """Return True if the stored forms of what was there and what was typed differ."""
        return super().has_changed(self.to_python(initial), data)

    def widget_attrs(self, widget):
        """Give the limit to the counter (`static/js/texts.js`), and not to the browser."""
        attrs = super().widget_attrs(widget)
        if "maxlength" in attrs:
            attrs["data-maxlength"] = attrs.pop("maxlength")
        return attrs


class AddressFormField(NormalizedText, forms.URLField):
    """An input for an address."""


class SlugFormField(NormalizedText, forms.SlugField):
    """An input for the words of an address in the catalogue."""


# --- Models -----------------------------------------------------------------------------------


class NormalizedModelText(NormalizedText):
    """A text field of a model: whatever is assigned to it, the stored form is saved."""

    form_class: type[forms.Field] = TextFormField

    def deconstruct(self):
        """Return the field of Django with the same name: the database knows no difference."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__name__}", args, kwargs

    def pre_save(self, model_instance, add):
        """Give the record what is saved, so that its versions hold the same."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.to_python(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        """Return an input whose value is compared and checked in its stored form."""
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class CharField(NormalizedModelText, models.CharField):
    """A text of one line."""


class TextField(NormalizedModelText, models.TextField):
    """A text that may have several lines."""

    one_line = False

    def formfield(self, **kwargs):
        """Keep line ends in the form too."""
        return super().formfield(**{"one_line": False, **kwargs})


class URLField(NormalizedModelText, models.URLField):
    """A web address."""

    form_class = AddressFormField


class SlugField(NormalizedModelText, models.SlugField):
    """Words for an address."""

    form_class = SlugFormField
