"""Events year by year, with the resolutions adopted meanwhile as marks on the same line."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.events.models import Event
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_values import EMPTY_BITMAP
from catalogue.listings.suggestions import build_suggestions
from catalogue.listings.views import ListingView, add_parameter
from catalogue.resolutions.models import Resolution

EVENTS_PER_YEAR = 40  # events of a year that stand on the line; the list has them all
SHORTEST_GAP = 3  # years without anything from which on a gap is one line
BAR_HEIGHT = 40  # units of the highest bar above the line


@dataclass(frozen=True)
class TimelineEntry:
    """What happened on a day: an event, or the adoption of a resolution."""

    day: datetime.date
    event: Event | None = None
    resolution: Resolution | None = None

    @property
    def place(self) -> str:
        """Return the city and country of an event; the same name is not repeated."""
        country = self.event.country.name if self.event.country else ""
        names = [self.event.city if self.event.city != country else "", country]
        return ", ".join(filter(None, names))


class EventTimeline(ListingView):
    """The events of the list year by year, with the resolutions adopted meanwhile."""

    noun = EVENT
    template_name = "catalogue/events/timeline.html"
    url_name = "event-timeline"
    title = _("Timeline of events")
    extra_context = {"axis_fields": [], "line": None}

    def render_list(self, filterset):
        """Answer with the years of the selected events."""
        return self.render_page(
            filterset,
            count=len(filterset.selection),
            line=build_timeline(filterset),
            events=reverse("event-list") + filterset.state("page"),
            **build_suggestions(filterset),
        )


def build_timeline(filterset) -> list[dict]:
    """Return the years of the selected events, the oldest first, with the gaps."""
    counts = count_by_year(filterset)
    entries: dict[int, list[TimelineEntry]] = {}
    for entry in (*resolution_entries(filterset), *event_entries(filterset, counts)):
        entries.setdefault(entry.day.year, []).append(entry)
    most = max(counts.values(), default=0)
    address = reverse("event-list") + filterset.state("page", "year")
    years = [
        describe_year(number, each, counts.get(number, 0), most)
        | {"address": add_parameter(address, "year", number)}
        for number, each in sorted(entries.items())
    ]
    return list(insert_gaps(years))


def describe_year(number: int, entries: list[TimelineEntry], count: int, most: int) -> dict:
    """Return a year on the line: its number of selected events, those that are shown, and its bar.

    `more` events are only in the list. The dates of a year end with its `suffix`, so that they need
    not repeat it.
    """
    marks = sum(entry.resolution is not None for entry in entries)
    bar = max(1, round(BAR_HEIGHT * count / most)) if count else 0
    return {
        "is_gap": False,
        "number": number,
        "suffix": f" {number}",
        "count": count,
        "more": count - (len(entries) - marks),
        "marks": marks,  # resolutions that were adopted in it
        # A resolution stands before the events of its day.
        "entries": sorted(entries, key=lambda entry: entry.day),
        "bar": bar,
        "above": BAR_HEIGHT - bar,
    }


def insert_gaps(years: list[dict]) -> Iterator[dict]:
    """Return years with what lies between them: each empty year alone, or many as one gap."""
    before = None
    for year in years:
        empty = range(before + 1, year["number"]) if before else range(0)
        gaps = [empty] if len(empty) >= SHORTEST_GAP else [[each] for each in empty]
        for gap in gaps:
            yield {"is_gap": True, "first": gap[0], "last": gap[-1], "years": len(gap)}
        yield year
        before = year["number"]


def count_by_year(filterset) -> dict[int, int]:
    """Return the number of selected events of each year that has any."""
    found = filterset.selection.records
    years = filterset.index.values["year"].records.items()
    counts = {int(year): found.intersection_cardinality(records) for year, records in years}
    return {year: count for year, count in counts.items() if count}


def event_entries(filterset, years: Iterable[int]) -> Iterator[TimelineEntry]:
    """Return the first events of each year in the order of their days."""
    found, index = filterset.selection.records, filterset.index
    order, records = index.orders["earliest"], index.values["year"].records
    keys = [
        key
        for year in sorted(years)
        for key in order.page_keys(found & records.get(str(year), EMPTY_BITMAP), 0, EVENTS_PER_YEAR)
    ]
    rows = Event.objects.published().select_related("country").in_bulk(keys)
    return (TimelineEntry(rows[key].start, event=rows[key]) for key in keys)


def resolution_entries(filterset) -> list[TimelineEntry]:
    """Return the adoptions of resolutions, oldest first.

    Of the filters of events, only those over years and resolutions apply to them.
    """
    asked = filterset.form.cleaned_data
    wanted = {
        "code__in": asked["resolution"],
        "year__in": asked["year"],
        "year__gte": asked["year_from"],
        "year__lte": asked["year_to"],
    }
    public = Resolution.objects.published().order_by("adopted_on", "symbol")
    chosen = public.filter(**{name: value for name, value in wanted.items() if value})
    return [TimelineEntry(each.adopted_on, resolution=each) for each in chosen]
