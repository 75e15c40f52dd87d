"""Events year by year, with the resolutions adopted meanwhile as marks on the same line."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.events.models import Event
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import EMPTY_BITMAP
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


@dataclass(frozen=True)
class TimelineYear:
    """A year on the line: its number of selected events, those that are shown, and its list."""

    number: int
    count: int
    entries: list[TimelineEntry]
    bar: int
    address: str
    is_gap = False

    @property
    def above(self) -> int:
        """Return the space above its bar."""
        return BAR_HEIGHT - self.bar

    @property
    def marks(self) -> int:
        """Return how many resolutions were adopted in it."""
        return sum(entry.resolution is not None for entry in self.entries)

    @property
    def more(self) -> int:
        """Return how many of its events are only in the list."""
        return self.count - (len(self.entries) - self.marks)

    @property
    def suffix(self) -> str:
        """Return the year as its dates end with it, so that they need not repeat it."""
        return f" {self.number}"


@dataclass(frozen=True)
class TimelineGap:
    """Years in which nothing is on record."""

    first: int
    last: int
    is_gap = True

    @property
    def years(self) -> int:
        """Return how many there are."""
        return self.last - self.first + 1


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


def build_timeline(filterset) -> list[TimelineYear | TimelineGap]:
    """Return the years of the selected events, the oldest first, with the gaps."""
    counts = count_by_year(filterset)
    entries: dict[int, list[TimelineEntry]] = {}
    for entry in (*resolution_entries(filterset), *event_entries(filterset, counts)):
        entries.setdefault(entry.day.year, []).append(entry)
    most = max(counts.values(), default=0)
    address = reverse("event-list") + filterset.state("page", "year")
    years = [
        TimelineYear(
            number,
            count := counts.get(number, 0),
            sorted(each, key=lambda entry: entry.day),  # a resolution before the events of its day
            bar_height(count, most),
            add_parameter(address, "year", number),
        )
        for number, each in sorted(entries.items())
    ]
    return list(insert_gaps(years))


def bar_height(count: int, most: int) -> int:
    """Return the height of a bar, at least 1 for any events."""
    return max(1, round(BAR_HEIGHT * count / most)) if count else 0


def insert_gaps(years: list[TimelineYear]) -> Iterator[TimelineYear | TimelineGap]:
    """Return years with what lies between them: each empty year alone, or many as one gap."""
    before = None
    for year in years:
        empty = range(before + 1, year.number) if before else range(0)
        if len(empty) < SHORTEST_GAP:
            yield from (TimelineGap(each, each) for each in empty)
        else:
            yield TimelineGap(empty[0], empty[-1])
        yield year
        before = year.number


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
