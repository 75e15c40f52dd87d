"""The description of a CSV for programs, as "CSV on the Web" of the W3C has it.

It belongs to the CSV of the same query: its columns and their types, its rows, its digest.
"""

import hashlib
import json
from types import SimpleNamespace
from typing import BinaryIO

from catalogue.exports import cells, provenance
from catalogue.exports.columns import Column
from catalogue.exports.formats import csv
from catalogue.exports.formats.base import Format
from catalogue.exports.table import ExportTable

#: Types with a form of their own; the others are written as the W3C has them.
FORMS = {
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "dateTime": {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm:ssX"},
    "boolean": {"base": "boolean", "format": "true|false"},
}
DIALECT = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminators": ["\r\n"],
    "header": True,
    "headerRowCount": 1,
    "commentPrefix": None,  # a row may begin with any sign
    "skipInitialSpace": False,
    "trim": False,
}


def write_description(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write the description of the CSV with the same records, columns and options."""
    text = json.dumps(describe_file(table, options), ensure_ascii=False, indent=1)
    file.write(text.encode() + b"\n")


def describe_file(table: ExportTable, options: dict[str, str]) -> dict:
    """Return the description: where the CSV is, what it holds, how it is written."""
    about = table.about
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": provenance.file_url(about.address, "csv", options, table.chosen),
        "dc:title": f"{about.title} · {provenance.CATALOGUE}",
        "dc:description": provenance.describe_filters(about.filters) or "The whole list",
        "dc:source": {"@id": about.address},
        "dc:license": {"@id": provenance.LICENCE_ADDRESS},
        "dc:rights": str(provenance.NOT_OFFICIAL),
        "schema:numberOfItems": table.total,
        "schema:sha256": csv_digest(table, options),
        "dialect": DIALECT,
        "tableSchema": describe_columns(table),
    }


def describe_columns(table: ExportTable) -> dict:
    """Return the columns, and which of them is the key."""
    keys = [column.name for column in table.columns if column.is_key]
    columns = [describe_column(column) for column in table.columns]
    return {"columns": columns} | ({"primaryKey": keys} if keys else {})


def describe_column(column: Column) -> dict:
    """Return the description of a column."""
    parts = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": FORMS.get(column.type, column.type),
        "null": "",
    }
    return parts | ({"separator": cells.SEPARATOR} if column.several else {})


def csv_digest(table: ExportTable, options: dict[str, str]) -> str:
    """Return the SHA-256 of the CSV, which is written only to compute it."""
    digest = hashlib.sha256()
    csv.write_csv(SimpleNamespace(write=digest.update), table, options)
    return digest.hexdigest()


FORMAT = Format(
    name="CSV on the Web",
    extension="csv-metadata.json",
    content_type="application/csvm+json",
    write=write_description,
    parameters=csv.FORMAT.parameters,
    group=None,
    order=3,
    is_inline=True,
    contents="description of that CSV for programs",
    good_for="programs that check or convert",
)
