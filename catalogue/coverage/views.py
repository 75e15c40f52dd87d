"""The pages of the coverage map and of the map of States, and their CSV."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.coverage import states
from catalogue.coverage.filters import CoverageFilter
from catalogue.coverage.matrix import (
    AXES,
    AXIS_CHOICES,
    SHADES,
    AxisLine,
    Matrix,
    build_matrix,
    matrix_rows,
    practice_rows,
)
from catalogue.exports.responses import csv_response, limit_large_files
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.downloads import refuse_file
from catalogue.listings.suggestions import build_suggestions
from catalogue.listings.views import ListingView
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import OperativeParagraph


class PracticeMap(ListingView):
    """A map with the filters, active filters, errors and facet pages of the list of practices.

    Subclasses define `map_file`, which returns the map as CSV.
    """

    noun = PRACTICE
    extra_context = {
        "axis_fields": [],
        "shades": range(1, SHADES + 1),
        "table": None,
        "summary": None,
    }

    def render_file(self, filterset):
        """Return the map as CSV; refuse an address with errors."""
        if wrong := [*filterset.not_applied, *filterset.errors]:
            return refuse_file(wrong)
        return self.map_file(filterset)

    def render_page(self, filterset, status=200, **results):
        """Render the map, or the errors of its address, without a choice of axes."""
        state = self.chosen(filterset)
        end = f"?{state.urlencode()}" if state else ""
        return super().render_page(
            filterset,
            status,
            asked="" if filterset.errors else practice_list_query(state),
            canonical=self.request.build_absolute_uri(self.get_url() + end),
            **results,
        )

    def chosen(self, filterset) -> QueryDict:
        """Return the values that a reader chose, without the defaults of the map."""
        state = filterset.applied
        for name in set(state) - set(self.request.GET):
            del state[name]
        return state

    @property
    def site(self) -> str:
        """Return scheme and host of this site."""
        return f"{self.request.scheme}://{self.request.get_host()}"


def practice_list_query(state: QueryDict, *chosen: tuple[str, str], without: tuple = ()) -> str:
    """Return the query string of the list of practices that a cell or total counts."""
    asked = state.copy()
    for name in ("rows", "columns", "shape", "page", *without):
        asked.pop(name, None)
    for name, code in chosen:
        asked[name] = code
    return asked.urlencode()


class CoverageMap(PracticeMap):
    """The coverage map: practices counted by two facets."""

    filterset_class = CoverageFilter
    template_name = "catalogue/coverage/map.html"
    url_name = "coverage"
    title = _("Coverage")

    def render_list(self, filterset):
        matrix = build_matrix(filterset)
        return self.render_page(
            filterset,
            axes=[AXES[name][0] for name in filterset.axes],
            table=table_context(filterset, matrix),
            matrix=matrix,
            files=[
                (_("The map"), self.file_address(filterset, "wide")),
                (_("The practices behind it"), self.file_address(filterset, "long")),
            ],
        )

    def map_file(self, filterset):
        matrix = build_matrix(filterset)
        if filterset.form.cleaned_data["shape"] != "long":
            return csv_response(self.request, matrix_rows(matrix), "coverage-wide")
        with limit_large_files(len(matrix.counted)):
            rows = practice_rows(matrix, self.site)
            return csv_response(self.request, rows, "coverage-long")

    def render_page(self, filterset, status=200, **results):
        """Render the map, or the errors of its address, with the choice of axes."""
        fields = [
            {"name": name, "label": filterset.form.fields[name].label, "chosen": chosen,
             "choices": AXIS_CHOICES}
            for name, chosen in zip(("rows", "columns"), filterset.axes, strict=True)
        ]  # fmt: skip
        return super().render_page(filterset, status, axis_fields=fields, **results)

    def file_address(self, filterset, shape: str) -> str:
        """Return the address of the map as a file."""
        state = filterset.applied
        state["shape"] = shape
        return f"{self.get_url('csv')}?{state.urlencode()}"


def table_context(filterset, matrix: Matrix) -> dict:
    """Return the map for the template: every line, cell and total with its address."""
    state, practices = filterset.applied, reverse("practice-list")

    def to(*lines: AxisLine) -> str:
        return f"{practices}?{practice_list_query(state, *(line.value for line in lines))}"

    notes = {}
    if filterset.axes[0] == "paragraph":
        notes = dict(OperativeParagraph.objects.public().values_list("code", "summary"))
    return {
        "head": [
            {"line": line, "total": total, "address": to(line)}
            for line, total in zip(matrix.columns, matrix.column_totals, strict=True)
        ],
        "body": [
            {
                "line": line,
                "note": notes.get(line.code, ""),
                "total": total,
                "address": to(line),
                "cells": [(cell, to(line, cell.column)) for cell in cells],
            }
            for line, cells, total in zip(matrix.rows, matrix.cells, matrix.row_totals, strict=True)
        ],
        "address": to(),
    }


def default_matrix() -> tuple[Matrix, str]:
    """Return the unfiltered map with the default axes, and its filters."""
    filterset = CoverageFilter(
        QueryDict(), Practice.objects.published(), facet_indexes.index(PRACTICE)
    )
    filterset.is_valid()
    resolutions = filterset.form.cleaned_data["resolution"]
    mapped = [filterset.facets["resolution"].get_label(code) for code in resolutions]
    return build_matrix(filterset), ", ".join(mapped)


class StateMap(PracticeMap):
    """The map of States: a tile for each, in the regions of M49."""

    template_name = "catalogue/coverage/states.html"
    url_name = "coverage-states"
    title = _("Practices by State")

    def render_list(self, filterset):
        found, state = states.build_state_areas(filterset), filterset.state("page")
        return self.render_page(
            filterset,
            summary=states.summarize_states(filterset, found),
            areas=[area_context(filterset, area) for area in found],
            practices=reverse("practice-list") + state,
            file=self.get_url("csv") + state,
            **build_suggestions(filterset),
        )

    def map_file(self, filterset):
        rows = states.state_rows(
            states.build_state_areas(filterset),
            lambda code: self.site + area_list_address(filterset, code),
        )
        return csv_response(self.request, rows, "coverage-states")


def area_context(filterset, area: states.Area) -> dict:
    """Return a region for the template: every number with the address of its list."""
    return {
        "area": area,
        "address": area_list_address(filterset, area.code, "region"),
        "tiles": [(tile, area_list_address(filterset, tile.state.code)) for tile in area.tiles],
        "parts": [area_context(filterset, part) for part in area.parts],
    }


def area_list_address(filterset, code: str, name: str = "country") -> str:
    """Return the address of the practices that a tile or a region counts."""
    query = practice_list_query(filterset.applied, (name, code), without=states.PLACE_FACETS)
    return f"{reverse('practice-list')}?{query}"
