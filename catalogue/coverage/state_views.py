"""The page of the map of States, and its CSV."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.coverage import exports
from catalogue.coverage.base_views import PracticeMap
from catalogue.coverage.matrix import SHADES
from catalogue.coverage.queries import practice_list_query
from catalogue.coverage.state_map import PLACE_FACETS, build_state_areas, summarize_states
from catalogue.coverage.tiles import Area
from catalogue.exports.responses import csv_response
from catalogue.listings.filterset import list_active_filters
from catalogue.listings.suggestions import (
    suggest_fewer_filters,
    suggest_other_values,
    suggest_other_words,
)


class StateMap(PracticeMap):
    """The map of States: a tile for each, in the regions of M49."""

    template_name = "catalogue/coverage/states.html"
    url_name = "coverage-states"
    title = _("Practices by State")

    def render_list(self, filterset):
        """Return the page of the map."""
        found, state = build_state_areas(filterset), filterset.state("page")
        empty = not filterset.selection.records
        return self.render_page(
            filterset,
            chips=list_active_filters(filterset),
            summary=summarize_states(filterset, found),
            areas=[area_context(filterset, area) for area in found],
            shades=range(1, SHADES + 1),
            practices=reverse("practice-list") + state,
            file=self.get_url("csv") + state,
            fewer=suggest_fewer_filters(filterset) if empty else [],
            nearest=suggest_other_values(filterset) if empty else [],
            spellings=suggest_other_words(filterset) if empty else [],
        )

    def render_page(self, filterset, status=200, **results):
        """Render the map, or the errors of its address."""
        return super().render_page(filterset, status, **{"summary": None} | results)

    def map_file(self, filterset):
        """Return the map as CSV."""
        rows = exports.state_rows(
            build_state_areas(filterset),
            lambda code: self.site + area_list_address(filterset, code),
        )
        return csv_response(self.request, rows, "coverage-states")


def area_context(filterset, area: Area) -> dict:
    """Return a region for the template: every number with the address of its list."""
    return {
        "area": area,
        "address": area_list_address(filterset, area.code, "region"),
        "squares": [
            (square, area_list_address(filterset, square.state.code)) for square in area.squares
        ],
        "parts": [area_context(filterset, part) for part in area.parts],
    }


def area_list_address(filterset, code: str, name: str = "country") -> str:
    """Return the address of the practices that a tile or a region counts."""
    query = practice_list_query(filterset.applied, (name, code), without=PLACE_FACETS)
    return f"{reverse('practice-list')}?{query}"
