"""JSON: one object with the records in their order; columns as in CSV, several values as lists."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from catalogue.exports.columns import Address, Cell, Column

CONTENT_TYPE = "application/json"
PARAMETERS: dict[str, tuple] = {}


def write(
    file: BinaryIO, columns: list[Column], records: Iterable, site: str, options: dict[str, str]
) -> None:
    """Write an object with `columns`, `records` and `total`, one record a line."""
    names = json.dumps([column.name for column in columns])
    file.write(f'{{"columns": {names},\n"records": ['.encode())
    count = 0
    for count, record in enumerate(records, start=1):
        file.write(b",\n" if count > 1 else b"\n")
        file.write(line(columns, record, site))
    file.write(f'\n],\n"total": {count}}}\n'.encode())


def line(columns: list[Column], record, site: str) -> bytes:
    """Return a record as one object on one line."""
    values = {column.name: plain(column.value(record), site) for column in columns}
    return json.dumps(values, ensure_ascii=False).encode()


def plain(value: Cell, site: str):
    """Return a value as JSON knows it: dates as ISO text, addresses with the site in front."""
    if isinstance(value, list):
        return [plain(each, site) for each in value]
    if isinstance(value, Address):
        return site + value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
