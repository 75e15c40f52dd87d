"""The rows of the maps as CSV: the matrix in wide or long shape, and the map of States."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from catalogue.coverage.matrix import EmptyReason, Matrix
from catalogue.coverage.states import Area
from catalogue.exports import cells
from catalogue.practices.models import Practice

FILE_SHAPES = ("wide", "long")
EMPTY_CELL_TEXT = {
    EmptyReason.GAP: "0",
    EmptyReason.NOT_APPLICABLE: "n/a",
    EmptyReason.NOT_MAPPED: "",
}
PRACTICE_HEADER = ["code", "title", "permalink", "row", "row_label", "columns", "columns_label"]
STATE_HEADER = ["code", "name", "region", "subregion", "practices", "list"]


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
                    cells.SEPARATOR.join(each.code for each in within),
                    cells.SEPARATOR.join(each.label for each in within),
                ]  # fmt: skip


def state_rows(areas: list[Area], address: Callable[[str], str]) -> Iterator[list[str]]:
    """Return a row for each State or area, with the address of its list."""
    yield STATE_HEADER
    for area in areas:
        for tile, around in area.walk():
            state = tile.state
            places = [around[0].name, around[-1].name]
            yield [state.code, state.name, *places, str(tile.count), address(state.code)]
