"""Validators shared by all nouns."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator, URLValidator
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

#: Only http and https addresses are valid; nothing else becomes a link.
validate_web_address = URLValidator(schemes=["http", "https"])

validate_stable_code = RegexValidator(
    r"\A[a-z0-9_]+\Z", _("Use lower-case letters, digits and underscores only.")
)


def validate_no_separator(value):
    """Raise ValidationError for the character that separates values in a cell of an export."""
    if "|" in value:
        raise ValidationError(_("The character | cannot be used here."), code="separator")


def validate_not_in_future(day):
    """Raise ValidationError for a day after today."""
    if day > timezone.localdate():
        raise ValidationError(_("This day is after today."), code="in_future")


def validate_no_cycle(record, field):
    """Raise ValidationError if a record is its own ancestor through `field`, such as its parent."""
    seen, above = {record.pk}, getattr(record, field)
    while above is not None:
        if above.pk in seen:
            raise ValidationError({field: _("This leads back to the record itself.")})
        seen.add(above.pk)
        above = getattr(above, field)


@deconstructible
class MaxWordsValidator(MaxValueValidator):
    """Raise ValidationError for a text of more words than its limit."""

    message = _("At most %(limit_value)d words; these are %(show_value)d.")
    code = "too_many_words"

    def clean(self, value):
        """Return the number of words."""
        return len(value.split())
