"""JSON: one object with the records in their order; columns as in CSV, several values as lists."""

import json
from datetime import date, datetime
from typing import BinaryIO

from catalogue.exports.columns import Address, Cell
from catalogue.exports.table import Table

CONTENT_TYPE = "application/json"
PARAMETERS: dict[str, tuple] = {}


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write an object with `columns`, `records` and `total`, one record a line."""
    names = json.dumps([column.name for column in table.columns])
    file.write(f'{{"columns": {names},\n"records": ['.encode())
    for place, record in enumerate(table.named()):
        file.write(b",\n" if place else b"\n")
        file.write(line(record, table.about.site))
    file.write(f'\n],\n"total": {table.total}}}\n'.encode())


def line(record: dict[str, Cell], site: str) -> bytes:
    """Return a record as one object on one line."""
    values = {name: plain(cell, site) for name, cell in record.items()}
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
