"""What each column of the export of resolutions holds."""

from catalogue.exports.data_dictionary import RECORD, Meanings, key, many, one
from catalogue.sources.meanings import SOURCES

MEANINGS: Meanings = {
    **RECORD,
    **SOURCES,
    "symbol": key("Symbol, for example `S/RES/2341 (2017)`"),
    "code": one("Short code, as in addresses: `2341`, `75-291`"),
    "title": one("Title"),
    "organ": one("Organ: `security_council` or `general_assembly`"),
    "number": one("Number", "integer"),
    "year": one("Year", "gYear"),
    "adopted": one("Day of adoption", "date"),
    "meeting": one("Meeting"),
    "url": one("Address of the text", "anyURI"),
    "paragraphs_paragraph": many(
        "Number of each operative paragraph; empty: read, number not known"
    ),
    "paragraphs_number_confirmed": many("`true`: the number was seen in the text", "boolean"),
    "paragraphs_code": many("Code of the paragraph, as in addresses"),
    "paragraphs_verb": many("Operative verb"),
    "paragraphs_heading": many("Heading by the editors"),
    "paragraphs_measures": many("Codes of its measures, parted by blanks"),
    "paragraphs_summary": many("Summary in our own words"),
    "paragraphs_note": many("Note on the reading"),
}
