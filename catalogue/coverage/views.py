"""The page of the coverage map, and its CSV."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.coverage import exports, queries
from catalogue.coverage.axes import AXES, AxisLine
from catalogue.coverage.base_views import PracticeMap
from catalogue.coverage.filters import CoverageFilter
from catalogue.coverage.matrix import SHADES, Cell, Matrix
from catalogue.exports.responses import csv_response, limit_large_files
from catalogue.listings.filterset import list_active_filters


class CoverageMap(PracticeMap):
    """The coverage map: practices counted by two facets."""

    filterset_class = CoverageFilter
    template_name = "catalogue/coverage/map.html"
    url_name = "coverage"
    title = _("Coverage")

    def render_list(self, filterset):
        """Return the page of the map."""
        matrix = queries.build_matrix(filterset)
        return self.render_page(
            filterset,
            chips=list_active_filters(filterset),
            axes=[AXES[name] for name in filterset.axes],
            shades=range(1, SHADES + 1),
            table=table_context(filterset, matrix),
            matrix=matrix,
            files=[
                (_("The map"), self.file_address(filterset, "wide")),
                (_("The practices behind it"), self.file_address(filterset, "long")),
            ],
        )

    def map_file(self, filterset):
        """Return the map as CSV in the requested shape."""
        matrix = queries.build_matrix(filterset)
        shape = filterset.form.cleaned_data["shape"] or exports.FILE_SHAPES[0]
        rows = {
            "wide": lambda: exports.matrix_rows(matrix),
            "long": lambda: exports.practice_rows(matrix, matrix.counted, self.site),
        }
        with limit_large_files(len(matrix.counted) if shape == "long" else 0):
            return csv_response(self.request, rows[shape](), f"coverage-{shape}")

    def render_page(self, filterset, status=200, **results):
        """Render the map, or the errors of its address, with the choice of axes."""
        fields = [
            {"name": name, "label": filterset.form.fields[name].label, "chosen": chosen,
             "choices": list(AXES.items())}
            for name, chosen in zip(("rows", "columns"), filterset.axes, strict=True)
        ]  # fmt: skip
        return super().render_page(
            filterset, status, **{"axis_fields": fields, "table": None, **results}
        )

    def file_address(self, filterset, shape: str) -> str:
        """Return the address of the map as a file."""
        state = filterset.applied
        state["shape"] = shape
        return f"{reverse('coverage-csv')}?{state.urlencode()}"


@dataclass(frozen=True)
class CountLink:
    """A number of the map, with the address of the list that it counts."""

    count: int
    address: str


def table_context(filterset, matrix: Matrix) -> dict:
    """Return the map for the template: every line, cell and total with its address."""
    state, practices = filterset.applied, reverse("practice-list")

    def to(*lines: AxisLine) -> str:
        return f"{practices}?{queries.practice_list_query(state, *(line.value for line in lines))}"

    def cell(each: Cell) -> dict:
        return {"cell": each, "address": to(each.row, each.column)}

    notes = queries.paragraph_notes(filterset.axes[0])
    return {
        "head": [
            {"line": line, "total": CountLink(total, to(line))}
            for line, total in zip(matrix.columns, matrix.column_totals, strict=True)
        ],
        "body": [
            {
                "line": line,
                "note": notes.get(line.code, ""),
                "total": CountLink(total, to(line)),
                "cells": [cell(each) for each in cells],
            }
            for line, cells, total in zip(matrix.rows, matrix.cells, matrix.row_totals, strict=True)
        ],
        "total": CountLink(matrix.total, to()),
    }
