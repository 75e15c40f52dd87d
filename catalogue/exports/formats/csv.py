"""CSV by RFC 4180: comma, CRLF, one header row, UTF-8."""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from catalogue.exports import cells
from catalogue.exports.columns import Column

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
#: Parameters that only this format understands, each with its allowed values.
PARAMETERS = {"bom": ("0", "1")}
BOM = b"\xef\xbb\xbf"


def write(
    file: BinaryIO, columns: list[Column], records: Iterable, site: str, options: dict[str, str]
) -> None:
    """Write records as rows. `bom=0` leaves out the mark for spreadsheets."""
    if options.get("bom") != "0":
        file.write(BOM)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for record in records:
        writer.writerow([cells.write(column.value(record), site) for column in columns])
    text.detach()
