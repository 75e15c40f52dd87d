"""CSV by RFC 4180: comma, CRLF, one header row, UTF-8."""

from collections.abc import Iterable
from typing import BinaryIO

from django.db import connection

from catalogue.exports import cells, copy
from catalogue.exports.table import Table

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
#: Parameters that only this format understands, each with its allowed values.
PARAMETERS = {"bom": ("0", "1")}
QUOTE = '"'
BOM = b"\xef\xbb\xbf"
#: Databases that write CSV themselves, much faster.
WRITTEN_BY_DATABASE = {"postgresql": copy.copy}


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write records as rows. `bom=0` leaves out the mark for spreadsheets."""
    if options.get("bom") != "0":
        file.write(BOM)
    file.write(lines([[column.name] for column in table.columns]))
    by_database = WRITTEN_BY_DATABASE.get(connection.vendor)
    try:
        if by_database:
            return by_database(table.records, table.keys, table.columns, table.about.site, file)
    except copy.NotInSql:
        pass  # nothing is written yet
    by_scans(file, table)


def by_scans(file: BinaryIO, table: Table) -> None:
    """Write what was read as cells, a block of records at a time."""
    for block in table.blocks():
        file.write(lines([cells.cell_texts(column, table.about.site) for column in block]))


def lines(columns: list[list[str]]) -> bytes:
    """Return the texts of columns as lines."""
    if len(columns) == 1:  # an empty line would be no row
        rows = [text or '""' for text in quoted(columns[0])]
    else:
        rows = map(",".join, zip(*map(quoted, columns), strict=True))
    return "\r\n".join([*rows, ""]).encode()


def quoted(texts: Iterable[str]) -> list[str]:
    """Put quotes around the texts that need them."""
    return [
        f'"{text.replace(QUOTE, QUOTE * 2)}"'
        if QUOTE in text or "," in text or "\n" in text or "\r" in text
        else text
        for text in texts
    ]
