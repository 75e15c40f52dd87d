"""The coverage map: its axes, the numbers of its cells, computed from bitmaps, and its CSV."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from catalogue.coverage.models import NotApplicable
from catalogue.exports.cells import SEPARATOR
from catalogue.facets.facet_values import EMPTY_BITMAP
from catalogue.listings.facets import FacetGroup, find_group
from catalogue.practices.models import Practice

#: The axes that a reader can choose: the parameter of the facet, its name and its plural.
AXES = {
    "paragraph": (_("Operative paragraph"), _("operative paragraphs")),
    "measure": (_("Measure"), _("measures")),
    "threat": (_("Threat"), _("threats")),
    "sector": (_("Sector"), _("sectors")),
    "region": (_("Region"), _("regions")),
    "organization_kind": (_("Kind of organization"), _("kinds of organizations")),
    "kind": (_("Kind"), _("kinds")),
    "decade": (_("Decade"), _("decades")),
}
AXIS_CHOICES = [(name, label) for name, (label, _plural) in AXES.items()]
#: The default axes of the map.
DEFAULT_ROWS, DEFAULT_COLUMNS = "paragraph", "sector"
#: The resolution whose paragraphs come first.
FIRST_RESOLUTION = "2341"
#: Why a cell is empty, and what it is in the CSV.
EMPTY_CELL_TEXT = {
    "gap": "0",  # no such practice is recorded
    "not-applicable": "n/a",  # editors marked that there can be none
    "not-mapped": "",  # no public practice is linked to the paragraph at all
}
SHADES = 5
MAX_NAMED_LINES = 3  # most lines that the text summary names
PRACTICE_HEADER = ["code", "title", "permalink", "row", "row_label", "columns", "columns_label"]


@dataclass(frozen=True)
class AxisLine:
    """A row or a column: a value of an axis, and the public practices that have it."""

    axis: str
    code: str
    label: str
    records: BitMap

    @property
    def value(self) -> tuple[str, str]:
        """Return the parameter and code that select it in a list."""
        return self.axis, self.code


def axis_lines(filterset, axis: str) -> list[AxisLine]:
    """Return the lines of an axis: the chosen values and their children, or the top level.

    For paragraphs these are those of the chosen resolutions; for regions the parts of the World.
    """
    offered = find_group(filterset, "resolution" if axis == "paragraph" else axis)
    records = filterset.values_of(filterset.facets[axis]).records
    shown = axis_values(offered, axis)
    parents = {offered.tree.above.get(value) for value in shown}
    alone = offered.label_of(parents.pop()) if len(parents) == 1 and None not in parents else ""
    return [
        AxisLine(
            *value,
            offered.label_of(value).removeprefix(f"{alone}, "),
            records.get(value[1], EMPTY_BITMAP),
        )
        for value in shown
    ]


def axis_values(offered: FacetGroup, axis: str) -> list[tuple[str, str]]:
    """Return the values of an axis in their fixed order."""
    tree, chosen = offered.tree, offered.chosen
    mine = [value for value in tree.place if value[0] == axis]
    if chosen:
        return [value for value in mine if value in chosen or tree.above.get(value) in chosen]
    return [value for value in mine if tree.depth[value] == tree.first_depth]


@dataclass(frozen=True)
class Cell:
    """The number of practices in a row and a column; an empty cell has a reason."""

    row: AxisLine
    column: AxisLine
    count: int
    shade: int
    empty: str = ""
    reason: str = ""


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
        return str(AXES[self.columns[0].axis][1]) if self.columns else ""

    def fullest_rows(self) -> list[tuple[AxisLine, int]]:
        """Return the rows with most practices."""
        ranked = sorted(zip(self.rows, self.row_totals, strict=True), key=lambda pair: -pair[1])
        return [(line, total) for line, total in ranked[:MAX_NAMED_LINES] if total]

    def emptiest_rows(self) -> list[tuple[AxisLine, int]]:
        """Return the rows with most gaps, and how many columns each leaves empty."""
        empty = [sum(cell.empty == "gap" for cell in cells) for cells in self.cells]
        ranked = sorted(zip(self.rows, empty, strict=True), key=lambda pair: -pair[1])
        return [(line, number) for line, number in ranked[:MAX_NAMED_LINES] if number]


def build_matrix(filterset) -> Matrix:
    """Return the map of the filtered practices.

    The filter of an axis selects its lines; it does not narrow the counts in these lines.
    """
    selection, marks = filterset.selection, not_applicable_reasons()
    rows, columns = (axis_lines(filterset, axis) for axis in filterset.axes)
    counted = selection.records_without(*filterset.axes)
    counts = [
        [within.intersection_cardinality(column.records) for column in columns]
        for within in (counted & row.records for row in rows)
    ]
    most = max((count for row in counts for count in row), default=0)
    cells = [
        [
            build_cell(row, column, count, most, marks)
            for column, count in zip(columns, numbers, strict=True)
        ]
        for row, numbers in zip(rows, counts, strict=True)
    ]
    in_rows, in_columns = (selection.records_without(axis) for axis in filterset.axes)
    return Matrix(
        rows,
        columns,
        cells,
        [in_rows.intersection_cardinality(row.records) for row in rows],
        [in_columns.intersection_cardinality(column.records) for column in columns],
        len(selection),
        most,
        counted,
    )


def build_cell(
    row: AxisLine, column: AxisLine, count: int, most: int, marks: dict[frozenset, str]
) -> Cell:
    """Return one cell; a mark is ignored if there is a practice."""
    if count:
        return Cell(row, column, count, shade_step(count, most))
    if reason := marks.get(frozenset((row.value, column.value))):
        return Cell(row, column, 0, 0, "not-applicable", reason)
    unmapped = any(line.axis == "paragraph" and not line.records for line in (row, column))
    return Cell(row, column, 0, 0, "not-mapped" if unmapped else "gap")


def shade_step(count: int, most: int) -> int:
    """Return the shade of a number, from 1 to 5.

    It follows the square root; otherwise a few large numbers would leave all others pale.
    """
    return math.ceil(SHADES * math.sqrt(count / most))


def not_applicable_reasons() -> dict[frozenset, str]:
    """Return the reason for each marked pair, by parameters and codes."""
    marked = NotApplicable.objects.select_related(*NotApplicable.AXES)
    return {
        frozenset(
            (name, getattr(value, code))
            for name, code in NotApplicable.AXES.items()
            if (value := getattr(each, name))
        ): each.reason
        for each in marked
    }


def matrix_rows(matrix: Matrix) -> Iterator[list[str]]:
    """Return the rows of the map: a gap is 0, not applicable is n/a, not yet mapped is empty."""
    yield ["row", "row_label", *(line.code for line in matrix.columns), "total"]
    for line, row, total in zip(matrix.rows, matrix.cells, matrix.row_totals, strict=True):
        counts = [EMPTY_CELL_TEXT.get(cell.empty, str(cell.count)) for cell in row]
        yield [line.code, line.label, *counts, str(total)]
    yield ["total", "", *map(str, matrix.column_totals), str(matrix.total)]


def practice_rows(matrix: Matrix, site: str) -> Iterator[list[str]]:
    """Return a row for each practice in each line, with the columns in which it is counted."""
    yield PRACTICE_HEADER
    public = Practice.objects.published().order_by("code").values_list("pk", "code", "title")
    named = [
        (key, code, title, [column for column in matrix.columns if key in column.records])
        for key, code, title in public
        if key in matrix.counted
    ]
    for line in matrix.rows:
        for key, code, title, within in named:
            if key in line.records:
                yield [
                    code, title, site + reverse("practice-permalink", args=[code]),
                    line.code, line.label,
                    SEPARATOR.join(each.code for each in within),
                    SEPARATOR.join(each.label for each in within),
                ]  # fmt: skip
