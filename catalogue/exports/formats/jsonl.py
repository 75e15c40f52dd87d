"""JSON Lines: one record a line, for programs that read a list piece by piece."""

from typing import BinaryIO

from catalogue.exports.formats.json import line
from catalogue.exports.table import Table

CONTENT_TYPE = "application/jsonl"
PARAMETERS: dict[str, tuple] = {}


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write each record as one object on one line."""
    for record in table.named():
        file.write(line(record, table.about.site) + b"\n")
