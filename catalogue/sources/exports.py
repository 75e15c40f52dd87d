"""The columns for the sources of a record: parallel cells, one value for each citation."""

from catalogue.exports.columns import parallel

SOURCES = parallel(
    "sources",
    lambda record: record.citations.all(),
    title=lambda citation: citation.source.title,
    publisher=lambda citation: citation.source.publisher,
    year=lambda citation: citation.source.year,
    locator=lambda citation: citation.locator,
    url=lambda citation: citation.source.url,
    url_unopened=lambda citation: bool(citation.source.url) and not citation.source.url_opened,
    also_read_at=lambda citation: citation.source.other_url,
    archived_url=lambda citation: citation.source.archived_url,
    read_in=lambda citation: citation.source.read_in,
    language=lambda citation: citation.source.language,
    quotation=lambda citation: citation.quotation,
    accessed_on=lambda citation: citation.accessed_on,
)
