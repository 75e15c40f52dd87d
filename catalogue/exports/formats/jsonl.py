"""JSON Lines: one record a line, for programs that read a list piece by piece."""

from typing import BinaryIO

from catalogue.exports.formats.base import Format
from catalogue.exports.formats.json import json_line
from catalogue.exports.table import ExportTable


def write_json_lines(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write each record as one object on one line."""
    for record in table.named_rows():
        file.write(json_line(record, table.about.site) + b"\n")


FORMAT = Format(
    name="JSON Lines",
    extension="jsonl",
    content_type="application/jsonl",
    write=write_json_lines,
    order=5,
    contents="one object a line",
    several_values="a list",
    good_for="programs that read piece by piece",
)
