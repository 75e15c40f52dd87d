"""Fields of models and forms: texts in their stored form, plausible years and days.

The fields of models have the names of Django's and are those of Django in migrations.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.core.text import normalize_text
from catalogue.core.validators import MaxWordsValidator

EARLIEST_YEAR = 1900


class NormalizedText:
    """A field, of a model or of a form, whose value is a text in its stored form."""

    one_line = True
    default_error_messages = {
        "max_length": gettext_lazy(
            "At most %(limit_value)d characters; this text has %(show_value)d."
        ),
        "unique": gettext_lazy("Another record has this %(field_label)s already."),
    }

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
        """Tell `static/js/texts.js` the limit, which browsers would cut at, and if it has lines."""
        attrs = super().widget_attrs(widget)
        if "maxlength" in attrs:
            attrs["data-maxlength"] = attrs.pop("maxlength")
        if not self.one_line:
            attrs["data-lines"] = ""
        return attrs


class AddressFormField(NormalizedText, forms.URLField):
    """An input for an address."""


class SlugFormField(NormalizedText, forms.SlugField):
    """An input for the words of an address in the catalogue."""


# --- Models -----------------------------------------------------------------------------------


class DjangoInMigrations:
    """A field that is one of Django in migrations: the database knows no difference."""

    #: The field of Django; by default the one with the same name.
    django_name = ""

    def deconstruct(self):
        """Return how a migration writes the field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.django_name or type(self).__name__}", args, kwargs


class NormalizedModelText(DjangoInMigrations, NormalizedText):
    """A text field of a model: whatever is assigned to it, the stored form is saved."""

    form_class: type[forms.Field] = TextFormField

    def pre_save(self, model_instance, add):
        """Give the record what is saved, so that its versions hold the same."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.to_python(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        """Return an input whose value is compared and checked in its stored form."""
        field = super().formfield(**{"form_class": self.form_class, **kwargs})
        for limit in self.validators:
            if isinstance(limit, MaxWordsValidator):
                field.widget.attrs["data-maxwords"] = str(limit.limit_value)
        # The model checks the length together with everything else that may be wrong.
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        return field


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


class YearField(DjangoInMigrations, models.PositiveSmallIntegerField):
    """A year from `earliest` to next year; the limits move with the years, so no table has them."""

    django_name = "PositiveSmallIntegerField"

    def __init__(self, *args, earliest: int = EARLIEST_YEAR, **options):
        self.earliest = earliest
        super().__init__(*args, **options)

    def validate(self, value, model_instance):
        """Raise ValidationError for a year outside the limits."""
        super().validate(value, model_instance)
        if value is not None and not self.earliest <= value <= next_year():
            raise ValidationError(self.describe_limits(), code="year")

    def formfield(self, **kwargs):
        """Return an input that knows the limits."""
        says = dict.fromkeys(["invalid", "min_value", "max_value"], self.describe_limits())
        limits = {"min_value": self.earliest, "max_value": next_year(), "error_messages": says}
        return super().formfield(**limits | kwargs)

    def describe_limits(self) -> str:
        """Return which years can be entered."""
        limits = {"first": self.earliest, "last": next_year()}
        return _("Enter a year from %(first)d to %(last)d.") % limits


class DateField(DjangoInMigrations, models.DateField):
    """A day from the year `earliest` to the end of next year, or of more `years_ahead`.

    With `years_ahead=None` validators say how late it can be.
    """

    default_error_messages = {"invalid": gettext_lazy("Enter a day, for example 24 April 2018.")}

    def __init__(
        self, *args, earliest: int = EARLIEST_YEAR, years_ahead: int | None = 1, **options
    ):
        self.earliest, self.years_ahead = earliest, years_ahead
        super().__init__(*args, **options)

    def validate(self, value, model_instance):
        """Raise ValidationError for a day outside the limits."""
        super().validate(value, model_instance)
        this_year = timezone.localdate().year
        latest = this_year if self.years_ahead is None else this_year + self.years_ahead
        is_late = self.years_ahead is not None and value is not None and value.year > latest
        if value is not None and (value.year < self.earliest or is_late):
            text = _("Enter a day in the years %(first)d to %(last)d.")
            limits = {"first": self.earliest, "last": latest}
            raise ValidationError(text, code="year", params=limits)

    def formfield(self, **kwargs):
        """Return an input that says how a day is written."""
        says = {"invalid": self.error_messages["invalid"]}
        return super().formfield(**{"error_messages": says, **kwargs})


def next_year() -> int:
    """Return the last year that a record can speak of."""
    return timezone.localdate().year + 1
