"""Tables as somebody hands them in: written by hand, or exported and changed by a spreadsheet."""

import csv
import io

from django.test import Client
from openpyxl import Workbook

from catalogue.imports.apply import apply_import
from catalogue.imports.models import Import
from catalogue.imports.preview import preview_import

#: What a new record of each noun needs at least.
NEW = {
    "practice": {"title": "Screening at gates", "kind": "guidance"},
    "event": {"title": "A workshop on gates", "kind": "workshop", "start": "2018-04-24"},
    "organization": {"slug": "gate-agency", "name": "Gate Agency", "kind": "un_entity"},
    "resolution": {
        "symbol": "S/RES/9001 (2019)", "organ": "security_council", "number": "9001",
        "year": "2019", "adopted": "2019-05-02",
    },
}  # fmt: skip


def written(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """Return rows as a CSV; the columns are those of the first one."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def workbook(*rows: list, title: str = "Records") -> bytes:
    """Return rows of cells as a workbook."""
    book, file = Workbook(), io.BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def exported(list_name: str, extension: str = "csv", **asked: str) -> bytes:
    """Return a list of the site as a file."""
    return Client().get(f"/{list_name}.{extension}", asked).getvalue()


def edited(data: bytes, key: str, **cells: str) -> bytes:
    """Return a CSV with other cells in the row that begins with `key`."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in rows:
        if next(iter(row.values())) == key:
            row.update(cells)
    return written(*rows)


def look(data: bytes, model, by, **options) -> Import:
    """Return the preview of a file."""
    return preview_import(data, "handed-in.csv", model, by=by, **options)


def bring_in(data: bytes, model, by, **options) -> Import:
    """Preview a file and apply it."""
    return apply_import(look(data, model, by, **options).pk, by=by)


def does(found: Import) -> dict[str, int]:
    """Return how many rows there are of each kind that occurs."""
    return {action: count for action, count in found.counts.items() if count}


def errors(found: Import) -> list[tuple[int, str, str]]:
    """Return every error with its row and column."""
    return [(row["line"], column, text) for row in found.seen for column, text in row["problems"]]


def notes(found: Import) -> str:
    """Return every remark of a preview."""
    return "\n".join(note for row in found.seen for note in row["notes"])
