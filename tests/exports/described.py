"""Descriptions of CSV files, and a validator that compares the two."""

import json

from csvw import CSVW
from django.test import Client


def describe(path: str) -> dict:
    """Return the description behind an address."""
    return json.loads(Client().get(path).getvalue())


def column(description: dict, name: str) -> dict:
    """Return what is said of a column."""
    return next(each for each in description["tableSchema"]["columns"] if each["name"] == name)


def validated(folder, description: dict, body: bytes) -> CSVW:
    """Give a CSV and its description to a validator, as files beside each other."""
    (folder / "list.csv").write_bytes(body)
    path = folder / "list.csv-metadata.json"
    path.write_text(json.dumps(description | {"url": "list.csv"}))
    return CSVW(str(path), validate=True)
