"""What every map of practices is: a list of practices that is shown another way."""

from django.http import QueryDict

from catalogue.coverage.queries import practice_list_query
from catalogue.listings.downloads import refuse_file
from catalogue.listings.views import ListingView
from catalogue.practices.views import PracticeList


class PracticeMap(ListingView):
    """A map of practices: the same filters, chips, errors and pages of all values as their list.

    A map gives `map_file`, its answer as CSV, besides what a list declares.
    """

    noun = PracticeList.noun

    def render_file(self, filterset):
        """Answer with the map as CSV; anything in doubt in its address is refused."""
        if wrong := [*filterset.not_applied, *filterset.errors]:
            return refuse_file(wrong)
        return self.map_file(filterset)

    def render_page(self, filterset, status=200, **results):
        """Render the map, or what is wrong with its address; it has no axes to choose."""
        state = self.chosen(filterset)
        end = f"?{state.urlencode()}" if state else ""
        shared = {
            "axis_fields": [],
            "asked": "" if filterset.errors else practice_list_query(state),
            "canonical": self.request.build_absolute_uri(self.get_url() + end),
        }
        return super().render_page(filterset, status, **shared | results)

    def chosen(self, filterset) -> QueryDict:
        """Return what a reader chose and is in force; what a map sets by itself stays behind."""
        state = filterset.applied
        for name in set(state) - set(self.request.GET):
            del state[name]
        return state

    @property
    def site(self) -> str:
        """Return the beginning of full addresses."""
        return f"{self.request.scheme}://{self.request.get_host()}"
