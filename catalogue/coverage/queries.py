"""Build the map for an address, with a fixed number of queries."""

from django.http import QueryDict

from catalogue.coverage.axes import axis_lines
from catalogue.coverage.filters import CoverageFilter
from catalogue.coverage.matrix import CountBases, Matrix, count_matrix
from catalogue.coverage.models import NotApplicable
from catalogue.facets.index import facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import OperativeParagraph


def build_matrix(filterset) -> Matrix:
    """Return the map of the filtered practices."""
    rows, columns = filterset.axes
    selection = filterset.selection
    bases = CountBases(
        cells=selection.records_without(rows, columns),
        rows=selection.records_without(rows),
        columns=selection.records_without(columns),
        all=selection.records,
    )
    return count_matrix(
        axis_lines(filterset, rows), axis_lines(filterset, columns), bases, not_applicable_reasons()
    )


def default_matrix() -> tuple[Matrix, str]:
    """Return the unfiltered map with the default axes, and its filters."""
    filterset = CoverageFilter(
        QueryDict(), Practice.objects.published(), facet_indexes.index(PRACTICE)
    )
    filterset.is_valid()
    resolutions = filterset.form.cleaned_data["resolution"]
    mapped = [filterset.facets["resolution"].get_label(code) for code in resolutions]
    return build_matrix(filterset), ", ".join(mapped)


def not_applicable_reasons() -> dict[frozenset, str]:
    """Return the reason for each marked pair, by parameters and codes."""
    marked = NotApplicable.objects.select_related(*NotApplicable.AXES)
    return {
        frozenset(
            (name, getattr(getattr(each, name), code))
            for name, code in NotApplicable.AXES.items()
            if getattr(each, name)
        ): each.reason
        for each in marked
    }


def paragraph_notes(axis: str) -> dict[str, str]:
    """Return the summary of each paragraph by its code; nothing for other axes."""
    if axis != "paragraph":
        return {}
    return dict(OperativeParagraph.objects.public().values_list("code", "summary"))


def practice_list_query(state: QueryDict, *chosen: tuple[str, str], without: tuple = ()) -> str:
    """Return the query string of the list of practices that a cell or total counts."""
    asked = state.copy()
    for name in ("rows", "columns", "shape", "page", *without):
        asked.pop(name, None)
    for name, code in chosen:
        asked[name] = code
    return asked.urlencode()
