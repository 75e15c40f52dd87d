"""The columns for the sources of a record: parallel cells, one value for each citation."""

from collections.abc import Sequence

from django.db.models import BooleanField, ExpressionWrapper, Q

from catalogue.exports.columns import Column, RelatedRows, field, in_rows

UNOPENED = ExpressionWrapper(Q(source__url_opened=False) & ~Q(source__url=""), BooleanField())

SOURCE_FIELDS = [
    field("title", "Title of each source", "source__title"),
    field("publisher", "Publisher", "source__publisher"),
    field("year", "Year", "source__year"),
    field("locator", "Page, section or case study"),
    field("url", "Address", "source__url"),
    field(
        "url_unopened",
        "`true`: the address has not been opened yet",
        UNOPENED,
        reads="source__url_opened",
    ),
    field("also_read_at", "Alternative link", "source__other_url"),
    field("archived_url", "Address of an archived copy", "source__archived_url"),
    field("read_in", "Where it was read, when no address is known", "source__read_in"),
    field("language", "Language: ISO 639", "source__language"),
    field("media", "Form: `web`, `pdf` or `video`", "source__media"),
    field("quotation", "Quotation, at most 40 words"),
    field("accessed_on", "Day of access"),
]


def source_columns(fields: Sequence[Column] = ()) -> list[Column]:
    """Return the columns for the sources of a record, with further fields of its citations."""
    return in_rows("sources", RelatedRows("citations"), [*SOURCE_FIELDS, *fields])


SOURCES = source_columns()
