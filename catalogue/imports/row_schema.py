"""Read an export of the catalogue back: a CSV with the columns of a noun's export."""

import csv
from pathlib import Path

from catalogue.events.columns import EXPORT as EVENTS
from catalogue.events.models import Event
from catalogue.exports.cells import SEPARATOR, unescape_formula
from catalogue.imports import schemas
from catalogue.imports.resolvers import KEY_FIELDS, nearest
from catalogue.imports.schemas import Field
from catalogue.imports.yaml_reader import Entry, Problems
from catalogue.organizations.columns import EXPORT as ORGANIZATIONS
from catalogue.organizations.models import Organization
from catalogue.practices.columns import EXPORT as PRACTICES
from catalogue.practices.models import Practice
from catalogue.resolutions.columns import EXPORT as RESOLUTIONS
from catalogue.resolutions.models import Resolution

NOUNS = {
    Practice: (PRACTICES, schemas.PRACTICE),
    Event: (EVENTS, schemas.EVENT),
    Organization: (ORGANIZATIONS, schemas.ORGANIZATION),
    Resolution: (RESOLUTIONS, schemas.RESOLUTION),
}
#: What no export shows: a table leaves it as it is, and a new record begins as a draft.
NOT_SHOWN = ("status", "review_note", "streams")


def read(path: Path, problems: Problems) -> tuple[type, list[Entry]]:
    """Return the noun of a table and its records, in the form in which YAML files give them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.found.append(f"{path.name}: cannot be read: {error}")
        return Practice, []
    model = max(NOUNS, key=lambda noun: len(set(header) & columns(noun)))
    problems.found += wrong_header(path.name, header, model)
    problems.found += [
        f"{path.name}, row {line}: {len(row)} cells, but {len(header)} columns"
        for line, row in enumerate(rows, start=2)
        if len(row) != len(header)
    ]
    if problems:
        return model, []
    return model, [
        entry(path.name, line, dict(zip(header, row, strict=True)), model)
        for line, row in enumerate(rows, start=2)
    ]


def columns(model: type, *, derived: bool = True) -> set[str]:
    """Return the names of a noun's columns, with or without those that follow from others."""
    return {c.name for c in NOUNS[model][0].columns if derived or not c.derived}


def wrong_header(file: str, header: list[str], model: type) -> list[str]:
    """Say which columns are unknown, missing or there twice."""
    known = columns(model)
    if not known & set(header):
        return [f"{file}: this is no export of the catalogue: no column of it is known"]
    missing = columns(model, derived=False) - set(header)
    return [
        *(f"{file}: unknown column {n!r}{nearest(n, known)}" for n in header if n not in known),
        *(f"{file}: column {name!r} is missing" for name in sorted(missing)),
        *(f"{file}: column {n!r} is there twice" for n in sorted(known) if header.count(n) > 1),
    ]


def entry(file: str, line: int, cells: dict[str, str], model: type) -> Entry:
    """Return one row as a record, named by its key and row."""
    texts = {name: unescape_formula(cells[name]) for name in columns(model, derived=False)}
    return described(file, line, texts, model)


def described(file: str, line: int, texts: dict[str, str], model: type) -> Entry:
    """Return the texts of one row as a record, in the form in which YAML files give it."""
    shape = NOUNS[model][1]
    data = {"status": "draft"} if "status" in shape else {}
    for name, field in shape.items():
        if name in texts:
            data[name] = value(texts[name], field)
        elif parts := isinstance(field.each, dict) and parts_of(name, texts):
            data[name] = (rows if field.kind is list else record)(parts, field.each)
    data = {name: each for name, each in data.items() if each not in (None, "", [], {})}
    return Entry(file, str(data.get(KEY_FIELDS[model], f"row {line}")), data, line)


def parts_of(name: str, texts: dict[str, str]) -> dict[str, str]:
    """Return the texts of the columns that stand for one field together."""
    start = f"{name}_"
    return {n.removeprefix(start): text for n, text in texts.items() if n.startswith(start)}


def rows(parts: dict[str, str], shape: dict[str, Field]) -> list[dict]:
    """Return the rows that stand in parallel cells."""
    split = {name: text.split(SEPARATOR) for name, text in parts.items()}
    count = max(len(texts) for texts in split.values()) if any(parts.values()) else 0
    return [
        record({name: texts[place] for name, texts in split.items() if place < len(texts)}, shape)
        for place in range(count)
    ]


def record(texts: dict[str, str], shape: dict[str, Field]) -> dict:
    """Return the values of a record, empty ones left out."""
    values = {name: value(text, shape[name], " ") for name, text in texts.items()}
    return {name: each for name, each in values.items() if each not in (None, "", [])}


def value(text: str, field: Field, separator: str = SEPARATOR):
    """Return the value of a cell; text that does not fit stays text, and its shape will say so."""
    if field.kind is list:
        return text.split(separator) if text else []
    if field.kind is int and text.lstrip("-").isdecimal():
        return int(text)
    if field.kind is bool:
        return {"true": True, "false": False}.get(text, text)
    return text
