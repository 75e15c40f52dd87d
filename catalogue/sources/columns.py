"""The columns for the sources of a record: parallel cells, one value for each citation."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from catalogue.exports.columns import RelatedRows, parallel

UNOPENED = ExpressionWrapper(Q(source__url_opened=False) & ~Q(source__url=""), BooleanField())

SOURCES = parallel(
    "sources",
    RelatedRows("citations"),
    title="source__title",
    publisher="source__publisher",
    year="source__year",
    locator="locator",
    url="source__url",
    url_unopened=UNOPENED,
    also_read_at="source__other_url",
    archived_url="source__archived_url",
    read_in="source__read_in",
    language="source__language",
    quotation="quotation",
    accessed_on="accessed_on",
)
