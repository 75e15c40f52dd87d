"""JSON: one object with the records in their order; columns as in CSV, several values as lists."""

import json
from typing import BinaryIO

from catalogue.exports import cells, provenance
from catalogue.exports.columns import Cell, SitePath
from catalogue.exports.formats.base import Format
from catalogue.exports.table import About, ExportTable

AS_THEY_ARE = {str, int, bool, type(None)}


def write_json(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write an object with `about`, `columns`, `records` and `total`, one record a line."""
    names = json.dumps([column.name for column in table.columns])
    about = json.dumps(json_about(table.about), ensure_ascii=False)
    file.write(f'{{"about": {about},\n"columns": {names},\n"records": ['.encode())
    for place, record in enumerate(table.named_rows()):
        file.write(b",\n" if place else b"\n")
        file.write(json_line(record, table.about.site))
    file.write(f'\n],\n"total": {table.total}}}\n'.encode())


def json_about(about: About) -> dict:
    """Return what the file says of its list."""
    return {
        "title": about.title,
        "address": about.address,
        "filters": [{"filter": name, "value": value} for name, value in about.filters],
        "licence": provenance.LICENCE_ADDRESS,
        "note": str(provenance.NOT_OFFICIAL),
    }


def json_line(record: dict[str, Cell], site: str) -> bytes:
    """Return a record as one object on one line."""
    values = {name: json_value(cell, site) for name, cell in record.items()}
    return json.dumps(values, ensure_ascii=False).encode()


def json_value(value: Cell, site: str):
    """Return a value for JSON: dates as ISO text, addresses with the site in front."""
    kind = type(value)
    if kind in AS_THEY_ARE:
        return value
    if kind is list:
        return [each if type(each) in AS_THEY_ARE else json_value(each, site) for each in value]
    if kind is SitePath:
        return site + value
    return cells.plain_text(value)


FORMAT = Format(
    name="JSON",
    extension="json",
    content_type="application/json",
    write=write_json,
    order=4,
    contents="one object",
    several_values="a list",
    good_for="programs",
)
