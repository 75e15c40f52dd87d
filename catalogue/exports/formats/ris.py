"""RIS: references for Zotero, EndNote, Mendeley and others. A line is a tag and its value."""

from collections.abc import Iterator
from typing import BinaryIO

from catalogue.exports import provenance
from catalogue.exports.citation import Reference, WorkType, single_line
from catalogue.exports.formats.base import REFERENCES, Format
from catalogue.exports.table import ExportTable

TYPES = {
    WorkType.REPORT: "RPRT",
    WorkType.STANDARD: "STAND",
    WorkType.LAW: "LEGAL",
    WorkType.MEETING: "CONF",
    WorkType.OTHER: "GEN",
}


#: Reference managers take what is before a comma for the family name of a person.
COMMA, LIKE_COMMA = ",", "\N{SINGLE LOW-9 QUOTATION MARK}"


def write_ris(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write each record as a reference, with a blank line behind it."""
    for row in table.named_rows():
        file.write(ris_entry(table.export.reference(row), table.about.site).encode())


def ris_entry(reference: Reference, site: str) -> str:
    """Return a reference; each line ends with CRLF, as RIS requires."""
    lines = ((tag, single_line(str(value))) for tag, value in ris_tags(reference, site))
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines if text) + "ER  - \r\n\r\n"


def ris_tags(reference: Reference, site: str) -> Iterator[tuple[str, object]]:
    """Return the tags of a reference and their values; empty values are left out later."""
    yield "TY", TYPES[reference.work]
    yield "TI", reference.title
    yield from (("AU", body.replace(COMMA, LIKE_COMMA)) for body in reference.bodies)
    yield "PY", f"{reference.year:04}" if reference.year else ""
    yield "DA", f"{reference.date:%Y/%m/%d}" if reference.date else ""
    yield "CY", reference.place
    yield "PB", reference.publisher
    yield "M1", reference.number
    yield "M3", reference.kind_label
    yield "AB", reference.abstract
    yield from (("KW", word) for word in reference.keywords)
    yield from (("N1", note) for note in reference.notes)
    yield "LA", reference.language
    yield "DB", provenance.CATALOGUE
    yield "AN", reference.code
    yield "UR", site + reference.permalink


FORMAT = Format(
    name="RIS",
    extension="ris",
    content_type="application/x-research-info-systems; charset=utf-8",
    write=write_ris,
    takes_columns=False,
    group=REFERENCES,
    order=6,
    is_reference=True,
    contents="references",
    good_for="Zotero, EndNote, Mendeley",
)
