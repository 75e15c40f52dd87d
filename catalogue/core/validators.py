"""Checks on single values, shared by every noun."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

#: Addresses lead to http or https only; nothing else is ever made a link.
validate_web_address = URLValidator(schemes=["http", "https"])

validate_stable_code = RegexValidator(
    r"\A[a-z0-9_]+\Z", _("Use lower-case letters, digits and underscores only.")
)


def validate_no_separator(value):
    """Refuse the character that joins several values in one cell of an export."""
    if "|" in value:
        raise ValidationError(_("The character | cannot be used here."), code="separator")


#: A year of four digits at most; databases differ in what else they would take.
validate_year = MaxValueValidator(9999, _("Enter a year, for example 2018."))


def validate_no_cycle(record, field):
    """Refuse a record that is found again on the way up through `field`, such as its parent."""
    seen, above = {record.pk}, getattr(record, field)
    while above is not None:
        if above.pk in seen:
            raise ValidationError({field: _("This leads back to the record itself.")})
        seen.add(above.pk)
        above = getattr(above, field)


class MaxWordsValidator:
    """Refuse a text of more than `limit` words, so that a quotation stays a quotation."""

    def __init__(self, limit):
        self.limit = limit

    def __call__(self, value):
        if len(value.split()) > self.limit:
            raise ValidationError(
                _("At most %(limit)d words."), params={"limit": self.limit}, code="too_many_words"
            )

    def __eq__(self, other):
        return isinstance(other, MaxWordsValidator) and other.limit == self.limit

    def deconstruct(self):
        """Tell migrations how to make this validator again."""
        return "catalogue.core.validators.MaxWordsValidator", (self.limit,), {}
