"""A table as it is read from a CSV or workbook: a header, rows of texts, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_FILE_BYTES = 20 * 1024 * 1024  # 5,000 long records are some 10 MB
MAX_IMPORT_ROWS = 5_000
MAX_IMPORT_COLUMNS = 200
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how these files begin


class UnreadableFile(Exception):
    """Raised for a file that is no table of records; `reasons` has one sentence for each fault.

    `header` has the names of its columns, as far as they could be read.
    """

    def __init__(self, *reasons: str, header: Sequence[str] = ()):
        super().__init__("\n".join(reasons))
        self.reasons, self.header = list(reasons), list(header)


@dataclass(frozen=True)
class UploadedRow:
    """A row of a sheet with its number, counted as spreadsheets do: the header is row 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class UploadedTable:
    """The header of a table and its rows; each row has a cell for each column.

    `from_workbook` is true for a workbook, whose cells hold fewer characters than those of a CSV.
    """

    header: list[str]
    rows: list[UploadedRow]
    from_workbook: bool = False


def is_workbook(data: bytes) -> bool:
    """Return True for an XLSX. Raise UnreadableFile for a file of an older spreadsheet program."""
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(
            _("This is a file of an old spreadsheet program. Save it as XLSX or CSV.")
        )
    return data.startswith(ZIP)


def check_file_size(size: int) -> None:
    """Raise UnreadableFile for a file that is empty or larger than the limit."""
    if not size:
        raise UnreadableFile(_("The file is empty."))
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            _("The file has %(size).1f MB; at most %(most)d MB are read. Split it.")
            % {"size": size / 1024**2, "most": MAX_FILE_BYTES // 1024**2}
        )


def check_row_count(rows: int, max_rows: int | None) -> None:
    """Raise UnreadableFile for more rows than the limit, where there is one."""
    if max_rows is not None and rows > max_rows:
        raise UnreadableFile(
            _("The file has more than %(most)d rows of records. Split it.") % {"most": max_rows}
        )


def make_sheet(
    header: Sequence[str],
    rows: list[UploadedRow],
    *,
    max_rows: int | None,
    from_workbook: bool = False,
) -> UploadedTable:
    """Return a sheet without empty rows and empty last columns.

    Raise UnreadableFile for faults of the header, and for rows of another width.
    """
    names = [name.strip() for name in header]
    while names and not names[-1] and not any(has_cell(row, len(names) - 1) for row in rows):
        names.pop()
    filled = [row for row in rows if any(row.cells)]
    check_row_count(len(filled), max_rows)
    if from_workbook:  # workbooks leave out the empty cells at the end of a row
        filled = [UploadedRow(row.number, pad(row.cells, len(names))) for row in filled]
    reasons = [*header_faults(names), *width_faults(filled, len(names))]
    if reasons:
        raise UnreadableFile(*reasons, header=names)
    rows = [UploadedRow(row.number, pad(row.cells, len(names))[: len(names)]) for row in filled]
    return UploadedTable(names, rows, from_workbook)


def has_cell(row: UploadedRow, place: int) -> bool:
    """Return True if a cell of a row holds a text."""
    return place < len(row.cells) and bool(row.cells[place])


def pad(cells: list[str], width: int) -> list[str]:
    """Return cells with empty ones added up to a width."""
    return [*cells, *[""] * (width - len(cells))]


def header_faults(names: list[str]) -> list[str]:
    """Return the faults of the names of columns that hold for every noun."""
    if not any(names):
        return [_("Row 1 has no names of columns.")]
    if len(names) > MAX_IMPORT_COLUMNS:
        return [_("The file has more than %(most)d columns.") % {"most": MAX_IMPORT_COLUMNS}]
    nameless = [place for place, name in enumerate(names, start=1) if not name]
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    return [
        *(_("Column %(number)d has no name in row 1.") % {"number": place} for place in nameless),
        *(_("The column “%(name)s” is there twice.") % {"name": name} for name in repeated),
    ]


def width_faults(rows: list[UploadedRow], width: int) -> list[str]:
    """Return a sentence for each row with more or fewer cells than the header has columns."""
    return [
        _("Row %(row)d has %(cells)d cells, but there are %(columns)d columns.")
        % {"row": row.number, "cells": len(row.cells), "columns": width}
        for row in rows
        if len(row.cells) < width or any(row.cells[width:])
    ]
