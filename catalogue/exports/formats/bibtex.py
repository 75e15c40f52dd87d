"""BibTeX: references for LaTeX, in UTF-8, with everything escaped that LaTeX would act on."""

import re
from typing import BinaryIO

from catalogue.exports import provenance
from catalogue.exports.citation import Reference, WorkType, single_line
from catalogue.exports.formats.base import REFERENCES, Format
from catalogue.exports.table import ExportTable

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
#: BibTeX counts braces even behind a backslash, so those without a partner are written by name.
UNBALANCED = ESCAPED | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
SPECIAL, BRACE = re.compile(r"[\\~^&%$#_{}]"), re.compile("[{}]")


def write_bibtex(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write each record as an entry, with a blank line behind it."""
    for row in table.named_rows():
        file.write(bibtex_entry(table.export.reference(row), table.about.site).encode())


def bibtex_entry(reference: Reference, site: str) -> str:
    """Return a reference as an entry; fields without a value are left out."""
    given = {name: value for name, value in entry_fields(reference, site).items() if value}
    lines = "".join(f"  {name} = {value},\n" for name, value in given.items())
    return f"@{entry_type(reference)}{{{entry_key(reference.code)},\n{lines}}}\n\n"


def entry_type(reference: Reference) -> str:
    """Return the type of an entry; a report without a body behind it would lack what it needs."""
    return "techreport" if reference.work is WorkType.REPORT and reference.bodies else "misc"


def entry_key(code: str) -> str:
    """Return the key by which a text cites the entry."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", code).strip("-")


def entry_fields(reference: Reference, site: str) -> dict[str, str]:
    """Return the fields of an entry; the outer braces of a title keep its capitals."""
    institution = reference.publisher or ", ".join(reference.bodies)
    is_report = entry_type(reference) == "techreport"
    return {
        "title": f"{{{escape_value(reference.title)}}}",
        "author": f"{{{' and '.join(escape_value(body) for body in reference.bodies)}}}"
        if reference.bodies
        else "",
        "institution" if is_report else "publisher": escape_value(
            institution if is_report else reference.publisher
        ),
        "year": f"{{{reference.year:04}}}" if reference.year else "",
        "month": MONTHS[reference.date.month - 1] if reference.date else "",
        "type": escape_value(reference.kind_label),
        "number": escape_value(reference.number),
        "address": escape_value(reference.place),
        "abstract": escape_value(reference.abstract),
        "keywords": escape_value(", ".join(reference.keywords)),
        "language": escape_value(reference.language),
        "howpublished": escape_value(f"{provenance.CATALOGUE}, {reference.code}"),
        "note": escape_value("; ".join(reference.notes)),
        "url": f"{{{site}{reference.permalink}}}",
    }


def escape_value(text: str) -> str:
    """Return text in braces, escaped and on one line; nothing for nothing."""
    if not text:
        return ""
    escaped = ESCAPED if is_balanced(text) else UNBALANCED
    return f"{{{SPECIAL.sub(lambda found: escaped[found[0]], single_line(text))}}}"


def is_balanced(text: str) -> bool:
    """Return True if every brace has its partner."""
    depth = 0
    for brace in BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


FORMAT = Format(
    name="BibTeX",
    extension="bib",
    content_type="application/x-bibtex; charset=utf-8",
    write=write_bibtex,
    takes_columns=False,
    group=REFERENCES,
    order=7,
    is_reference=True,
    contents="references",
    good_for="LaTeX, JabRef",
)
