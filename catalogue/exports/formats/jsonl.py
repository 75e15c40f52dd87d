"""JSON Lines: one record a line, for programs that read a list piece by piece."""

from collections.abc import Iterable
from typing import BinaryIO

from catalogue.exports.columns import Column
from catalogue.exports.formats.json import line

CONTENT_TYPE = "application/jsonl"
PARAMETERS: dict[str, tuple] = {}


def write(
    file: BinaryIO, columns: list[Column], records: Iterable, site: str, options: dict[str, str]
) -> None:
    """Write each record as one object on one line."""
    for record in records:
        file.write(line(columns, record, site) + b"\n")
