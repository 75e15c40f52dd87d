"""The numbers of the map, computed from bitmaps."""

import math
from dataclasses import dataclass
from enum import Enum

from pyroaring import BitMap

from catalogue.coverage.axes import AXIS_PLURALS, AxisLine

SHADES = 5
MAX_NAMED_LINES = 3  # most lines that the text summary names


class EmptyReason(Enum):
    """Why a cell is empty."""

    GAP = "gap"  # no such practice is recorded
    NOT_APPLICABLE = "not-applicable"  # editors marked that there can be none
    NOT_MAPPED = "not-mapped"  # no public practice is linked to the paragraph at all


@dataclass(frozen=True)
class Cell:
    """The number of practices in a row and a column; an empty cell has a reason."""

    row: AxisLine
    column: AxisLine
    count: int
    shade: int
    empty: EmptyReason | None = None
    reason: str = ""


@dataclass(frozen=True)
class CountBases:
    """The practices that are counted: in cells, row totals, column totals and the grand total.

    The filter of an axis selects its lines; it does not narrow the counts in these lines.
    """

    cells: BitMap
    rows: BitMap
    columns: BitMap
    all: BitMap


@dataclass(frozen=True)
class Matrix:
    """The map: lines, cells by row, and totals that count every practice once."""

    rows: list[AxisLine]
    columns: list[AxisLine]
    cells: list[list[Cell]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    most: int
    counted: BitMap  # the practices that are counted in cells

    @property
    def column_axis(self) -> str:
        """Return the name of the column axis."""
        return str(AXIS_PLURALS[self.columns[0].axis]) if self.columns else ""

    def fullest_rows(self) -> list[tuple[AxisLine, int]]:
        """Return the rows with most practices."""
        ranked = sorted(zip(self.rows, self.row_totals, strict=True), key=lambda pair: -pair[1])
        return [(line, total) for line, total in ranked[:MAX_NAMED_LINES] if total]

    def emptiest_rows(self) -> list[tuple[AxisLine, int]]:
        """Return the rows with most gaps, and how many columns each leaves empty."""
        empty = [sum(cell.empty is EmptyReason.GAP for cell in cells) for cells in self.cells]
        ranked = sorted(zip(self.rows, empty, strict=True), key=lambda pair: -pair[1])
        return [(line, number) for line, number in ranked[:MAX_NAMED_LINES] if number]


def count_matrix(
    rows: list[AxisLine],
    columns: list[AxisLine],
    bases: CountBases,
    marks: dict[frozenset, str],
) -> Matrix:
    """Count every cell and total. `marks` has the reason for each pair that does not apply."""
    counts = [
        [within.intersection_cardinality(column.records) for column in columns]
        for within in (bases.cells & row.records for row in rows)
    ]
    most = max((count for row in counts for count in row), default=0)
    cells = [
        [
            build_cell(row, column, count, most, marks)
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


def build_cell(
    row: AxisLine, column: AxisLine, count: int, most: int, marks: dict[frozenset, str]
) -> Cell:
    """Return one cell; a mark is ignored if there is a practice."""
    if count:
        return Cell(row, column, count, shade_step(count, most))
    if reason := marks.get(frozenset((row.value, column.value))):
        return Cell(row, column, 0, 0, EmptyReason.NOT_APPLICABLE, reason)
    unmapped = any(line.axis == "paragraph" and not line.records for line in (row, column))
    return Cell(row, column, 0, 0, EmptyReason.NOT_MAPPED if unmapped else EmptyReason.GAP)


def shade_step(count: int, most: int) -> int:
    """Return the shade of a number, from 1 to 5.

    It follows the square root; otherwise a few large numbers would leave all others pale.
    """
    return math.ceil(SHADES * math.sqrt(count / most))
