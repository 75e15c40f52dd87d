"""The base of the maps of practices: a map is another view of the list of practices."""

from django.http import QueryDict

from catalogue.coverage.queries import practice_list_query
from catalogue.listings.downloads import refuse_file
from catalogue.listings.views import ListingView
from catalogue.practices.nouns import PRACTICE


class PracticeMap(ListingView):
    """A map with the filters, active filters, errors and facet pages of the list of practices.

    Subclasses define `map_file`, which returns the map as CSV.
    """

    noun = PRACTICE
    export = None

    def render_file(self, filterset):
        """Return the map as CSV; refuse an address with errors."""
        if wrong := [*filterset.not_applied, *filterset.errors]:
            return refuse_file(wrong)
        return self.map_file(filterset)

    def render_page(self, filterset, status=200, **results):
        """Render the map, or the errors of its address, without a choice of axes."""
        state = self.chosen(filterset)
        end = f"?{state.urlencode()}" if state else ""
        shared = {
            "axis_fields": [],
            "asked": "" if filterset.errors else practice_list_query(state),
            "canonical": self.request.build_absolute_uri(self.get_url() + end),
        }
        return super().render_page(filterset, status, **shared | results)

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
