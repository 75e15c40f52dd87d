"""What the columns for the sources of a record hold, one value for each citation."""

from catalogue.exports.data_dictionary import Meanings, many

SOURCES: Meanings = {
    "sources_title": many("Title of each source"),
    "sources_publisher": many("Publisher"),
    "sources_year": many("Year", "gYear"),
    "sources_locator": many("Page, section or case study"),
    "sources_url": many("Address", "anyURI"),
    "sources_url_unopened": many("`true`: the address has not been opened yet", "boolean"),
    "sources_also_read_at": many("Second address of the same text", "anyURI"),
    "sources_archived_url": many("Address of an archived copy", "anyURI"),
    "sources_read_in": many("Where it was read, when no address is known"),
    "sources_language": many("Language: ISO 639"),
    "sources_quotation": many("Quotation, at most 40 words"),
    "sources_accessed_on": many("Day of access", "date"),
}
