"""Codes such as GP-0001, which count upwards and are never assigned twice."""

from django.db import models, transaction
from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A code in an address: other texts than such as GP-0001 give 404 without a query."""

    regex = "[A-Z]{2}-[0-9]{4,9}"


register_converter(CodeConverter, "code")


class CodeSequence(models.Model):
    """The last assigned number of a prefix. It never decreases, even if records are deleted."""

    prefix = models.CharField(max_length=4, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return format_code(self.prefix, self.last)


def format_code(prefix: str, number: int) -> str:
    """Return the code of a number: at least four digits."""
    return f"{prefix}-{number:04d}"


@transaction.atomic
def next_codes(prefix: str, count: int) -> list[str]:
    """Return the next `count` unused codes. Concurrent writers wait for each other's row."""
    CodeSequence.objects.get_or_create(prefix=prefix)
    CodeSequence.objects.filter(prefix=prefix).update(last=models.F("last") + count)
    last = CodeSequence.objects.get(prefix=prefix).last
    return [format_code(prefix, number) for number in range(last - count + 1, last + 1)]


@transaction.atomic
def mark_codes_used(*codes: str) -> None:
    """Record that codes are used, so that counting continues after them."""
    last: dict[str, int] = {}
    for code in codes:
        prefix, _dash, digits = code.partition("-")
        last[prefix] = max(last.get(prefix, 0), int(digits))
    for prefix, number in last.items():
        CodeSequence.objects.get_or_create(prefix=prefix)
        CodeSequence.objects.filter(prefix=prefix, last__lt=number).update(last=number)
