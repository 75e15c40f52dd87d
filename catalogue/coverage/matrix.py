"""The map as numbers: a pure fold of bitmaps into cells and totals."""

import math
from dataclasses import dataclass
from enum import Enum

from pyroaring import BitMap

from catalogue.coverage.axes import AXIS_PLURALS, AxisLine

SHADES = 5
MAX_NAMED_LINES = 3  # lines that the summary in words names


class EmptyReason(Enum):
    """Why a cell is empty."""

    GAP = "gap"  # nobody has recorded such a practice
    NOT_APPLICABLE = "not-applicable"  # editors have said that there can be none, and why
    NOT_MAPPED = "not-mapped"  # no public practice is linked to the paragraph at all


@dataclass(frozen=True)
class Cell:
    """How many practices lie where a row and a column meet; empty ones say why."""

    row: AxisLine
    column: AxisLine
    count: int
    shade: int
    empty: EmptyReason | None = None
    reason: str = ""


@dataclass(frozen=True)
class CountBases:
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

    rows: list[AxisLine]
    columns: list[AxisLine]
    cells: list[list[Cell]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    most: int
    counted: BitMap  # the practices among which cells are counted

    @property
    def column_axis(self) -> str:
        """Return what its columns are called."""
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
    """Count every cell and total. `marks` has the reason why two values never meet."""
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
    """Return one cell; a practice that is there outweighs a mark that there can be none."""
    if count:
        return Cell(row, column, count, shade_step(count, most))
    if reason := marks.get(frozenset((row.value, column.value))):
        return Cell(row, column, 0, 0, EmptyReason.NOT_APPLICABLE, reason)
    unmapped = any(line.axis == "paragraph" and not line.records for line in (row, column))
    return Cell(row, column, 0, 0, EmptyReason.NOT_MAPPED if unmapped else EmptyReason.GAP)


def shade_step(count: int, most: int) -> int:
    """Return the step from 1 to 5 in which a number is shaded.

    By the square root: a few large numbers would leave all others pale.
    """
    return math.ceil(SHADES * math.sqrt(count / most))
