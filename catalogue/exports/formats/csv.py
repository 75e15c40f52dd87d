"""CSV by RFC 4180: comma, CRLF, one header row, UTF-8."""

import csv
import io
from typing import BinaryIO

from catalogue.exports import cells
from catalogue.exports.table import Table

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
#: Parameters that only this format understands, each with its allowed values.
PARAMETERS = {"bom": ("0", "1")}
BOM = b"\xef\xbb\xbf"


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write records as rows. `bom=0` leaves out the mark for spreadsheets."""
    if options.get("bom") != "0":
        file.write(BOM)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    site = table.about.site
    for row in table.rows():
        writer.writerow([cells.write(cell, site) for cell in row])
    text.detach()
