"""A file that somebody hands in as a table of texts: what cannot be one is refused in words."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MAX_FILE_BYTES = 20 * 1024 * 1024  # 5,000 long records are some 10 MB
MAX_IMPORT_ROWS = 5_000
MAX_IMPORT_COLUMNS = 200


class UnreadableFile(Exception):
    """A file cannot be read as a table of records; `reasons` says why, each in one sentence.

    `header` has the names of its columns, where they could be read.
    """

    def __init__(self, *reasons: str, header: Sequence[str] = ()):
        super().__init__("\n".join(reasons))
        self.reasons, self.header = list(reasons), list(header)


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet with its number, counted as spreadsheets do: the header is row 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The header of a table and its rows; each row has a cell for each column.

    `in_cells` says that texts went through the cells of a workbook, which hold fewer characters.
    """

    header: list[str]
    lines: list[SheetRow]
    in_cells: bool = False


def digest(data: bytes) -> str:
    """Return what tells the bytes of one file from those of another."""
    return hashlib.sha256(data).hexdigest()


def refuse_size(size: int) -> None:
    """Refuse a file that is empty or larger than is ever needed."""
    if not size:
        raise UnreadableFile(_("The file is empty."))
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            _("The file has %(size).1f MB; at most %(most)d MB are read. Split it.")
            % {"size": size / 1024**2, "most": MAX_FILE_BYTES // 1024**2}
        )


def refuse_count(rows: int) -> None:
    """Refuse more rows than can be looked at, and written, at once."""
    if rows > MAX_IMPORT_ROWS:
        raise UnreadableFile(
            _("The file has more than %(most)d rows of records. Split it.")
            % {"most": MAX_IMPORT_ROWS}
        )


def table(header: Sequence[str], lines: list[SheetRow], *, in_cells: bool = False) -> Sheet:
    """Return a sheet without what is empty at its end; refuse a header that cannot be one."""
    names = [name.strip() for name in header]
    while names and not names[-1] and not any(has_cell(line, len(names) - 1) for line in lines):
        names.pop()
    filled = [line for line in lines if any(line.cells)]
    refuse_count(len(filled))
    if in_cells:  # a workbook leaves out empty cells
        filled = [
            SheetRow(each.number, even(each, max(len(names), len(each.cells)))) for each in filled
        ]
    reasons = [*wrong_names(names), *wrong_widths(filled, len(names))]
    if reasons:
        raise UnreadableFile(*reasons, header=names)
    return Sheet(
        names, [SheetRow(each.number, even(each, len(names))) for each in filled], in_cells
    )


def has_cell(line: SheetRow, place: int) -> bool:
    """Say whether something stands in a cell."""
    return place < len(line.cells) and bool(line.cells[place])


def even(line: SheetRow, width: int) -> list[str]:
    """Return the cells of a row, as many as there are columns."""
    return [*line.cells, *[""] * (width - len(line.cells))][:width]


def wrong_names(names: list[str]) -> list[str]:
    """Say what is wrong with the names of the columns, whatever they mean."""
    if not any(names):
        return [_("Row 1 has no names of columns.")]
    if len(names) > MAX_IMPORT_COLUMNS:
        return [_("The file has more than %(most)d columns.") % {"most": MAX_IMPORT_COLUMNS}]
    nameless = [place for place, name in enumerate(names, start=1) if not name]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    return [
        *(_("Column %(number)d has no name in row 1.") % {"number": place} for place in nameless),
        *(_("The column “%(name)s” is there twice.") % {"name": name} for name in twice),
    ]


def wrong_widths(lines: list[SheetRow], width: int) -> list[str]:
    """Say which rows have other cells than the header has columns."""
    return [
        _("Row %(row)d has %(cells)d cells, but there are %(columns)d columns.")
        % {"row": line.number, "cells": len(line.cells), "columns": width}
        for line in lines
        if len(line.cells) < width or any(line.cells[width:])
    ]
