"""CSV by RFC 4180: comma, CRLF, one header row, UTF-8."""

from collections.abc import Iterable
from typing import BinaryIO

from catalogue.db.copy import CannotCopy, CellRules, copy_lines
from catalogue.exports import cells
from catalogue.exports.columns import SitePathField
from catalogue.exports.formats.base import SPREADSHEETS, Format
from catalogue.exports.queries import copy_parts
from catalogue.exports.table import ExportTable

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
QUOTE = '"'
BOM = b"\xef\xbb\xbf"


def write_csv(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write records as rows. `bom=0` leaves out the mark for spreadsheets."""
    if options.get("bom") != "0":
        file.write(BOM)
    file.write(csv_lines([[column.name] for column in table.columns]))
    try:
        write_by_database(file, table)
    except CannotCopy:
        write_in_batches(file, table)


def write_by_database(file: BinaryIO, table: ExportTable) -> None:
    """Let the database write the cells, which is faster; CannotCopy where it cannot."""
    if any(column.finish for column in table.columns):
        raise CannotCopy("a cell that Python finishes")
    rules = CellRules(
        cells.SEPARATOR,
        cells.FORMULA,
        cells.BREAKS,
        cells.INNER_FORMULA,
        prefixes={SitePathField: table.about.site},
    )
    names = [column.name for column in table.columns]
    copy_lines(file, table.keys, copy_parts(table.records, table.columns), names, rules)


def write_in_batches(file: BinaryIO, table: ExportTable) -> None:
    """Write the cells, a batch of records at a time."""
    for batch in table.batches():
        file.write(csv_lines([cells.cell_texts(column, table.about.site) for column in batch]))


def csv_lines(columns: list[list[str]]) -> bytes:
    """Return the texts of columns as lines."""
    if len(columns) == 1:  # an empty line would be no row
        rows = [text or '""' for text in quote_texts(columns[0])]
    else:
        rows = map(",".join, zip(*map(quote_texts, columns), strict=True))
    return "\r\n".join([*rows, ""]).encode()


def quote_texts(texts: Iterable[str]) -> list[str]:
    """Put quotes around the texts that need them."""
    return [
        f'"{text.replace(QUOTE, QUOTE * 2)}"'
        if QUOTE in text or "," in text or "\n" in text or "\r" in text
        else text
        for text in texts
    ]


FORMAT = Format(
    name="CSV",
    extension="csv",
    content_type=CONTENT_TYPE,
    write=write_csv,
    parameters={"bom": ("0", "1")},
    group=SPREADSHEETS,
    order=2,
    described_by="csv-metadata.json",
    contents="text with commas, one row a record",
    several_values="joined with `\\|`",
    good_for="spreadsheets, loading back, statistics",
)
