"""The map as numbers: a pure fold of bitmaps into cells and totals."""

import math
from dataclasses import dataclass
from enum import Enum

from pyroaring import BitMap

from catalogue.coverage.axes import SEVERAL, Line

SHADES = 5
NAMED = 3  # lines that the summary in words names


class Empty(Enum):
    """Why a cell is empty."""

    GAP = "gap"  # nobody has recorded such a practice
    NOT_APPLICABLE = "not-applicable"  # editors have said that there can be none, and why
    NOT_MAPPED = "not-mapped"  # no public practice is linked to the paragraph at all


@dataclass(frozen=True)
class Cell:
    """How many practices lie where a row and a column meet; empty ones say why."""

    row: Line
    column: Line
    count: int
    shade: int
    empty: Empty | None = None
    reason: str = ""


@dataclass(frozen=True)
class Bases:
    """What the filters of a reader leave to count in: for cells, for rows, for columns, in all.

    The filter of an axis chooses its lines; it does not narrow what the lines are counted in.
    """

    cells: BitMap
    rows: BitMap
    columns: BitMap
    all: BitMap


@dataclass(frozen=True)
class Matrix:
    """The map: its lines, its cells row by row, and totals that count every practice once."""

    rows: list[Line]
    columns: list[Line]
    cells: list[list[Cell]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    most: int
    counted: BitMap  # the practices among which cells are counted

    @property
    def across(self) -> str:
        """Return what its columns are called."""
        return str(SEVERAL[self.columns[0].axis]) if self.columns else ""

    def best(self) -> list[tuple[Line, int]]:
        """Return the rows with most practices."""
        ranked = sorted(zip(self.rows, self.row_totals, strict=True), key=lambda pair: -pair[1])
        return [(line, total) for line, total in ranked[:NAMED] if total]

    def gaps(self) -> list[tuple[Line, int]]:
        """Return the rows with most gaps, and how many columns each leaves empty."""
        empty = [sum(cell.empty is Empty.GAP for cell in cells) for cells in self.cells]
        ranked = sorted(zip(self.rows, empty, strict=True), key=lambda pair: -pair[1])
        return [(line, number) for line, number in ranked[:NAMED] if number]


def fold(
    rows: list[Line],
    columns: list[Line],
    bases: Bases,
    marks: dict[frozenset, str],
) -> Matrix:
    """Count every cell and total. `marks` has the reason why two values never meet."""
    counts = [
        [within.intersection_cardinality(column.records) for column in columns]
        for within in (bases.cells & row.records for row in rows)
    ]
    most = max((count for row in counts for count in row), default=0)
    cells = [
        [
            cell(row, column, count, most, marks)
            for column, count in zip(columns, numbers, strict=True)
        ]
        for row, numbers in zip(rows, counts, strict=True)
    ]
    return Matrix(
        rows,
        columns,
        cells,
        [bases.rows.intersection_cardinality(row.records) for row in rows],
        [bases.columns.intersection_cardinality(column.records) for column in columns],
        len(bases.all),
        most,
        bases.cells,
    )


def cell(row: Line, column: Line, count: int, most: int, marks: dict[frozenset, str]) -> Cell:
    """Return one cell; a practice that is there outweighs a mark that there can be none."""
    if count:
        return Cell(row, column, count, shade(count, most))
    if reason := marks.get(frozenset((row.value, column.value))):
        return Cell(row, column, 0, 0, Empty.NOT_APPLICABLE, reason)
    unmapped = any(line.axis == "paragraph" and not line.records for line in (row, column))
    return Cell(row, column, 0, 0, Empty.NOT_MAPPED if unmapped else Empty.GAP)


def shade(count: int, most: int) -> int:
    """Return the step from 1 to 5 in which a number is shaded.

    By the square root: a few large numbers would leave all others pale.
    """
    return math.ceil(SHADES * math.sqrt(count / most))
