"""The list of events, and the page of one."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.citations.views import citation_context
from catalogue.core.redirects import redirect_or_gone
from catalogue.db.transactions import read_snapshot
from catalogue.events.models import Event, ParticipationRole
from catalogue.events.nouns import EVENT
from catalogue.events.timeline import Year, build_timeline
from catalogue.facets.index import Selection, facet_indexes
from catalogue.listings.filterset import list_active_filters
from catalogue.listings.suggestions import (
    suggest_fewer_filters,
    suggest_other_values,
    suggest_other_words,
)
from catalogue.listings.views import ListingView, add_parameter
from catalogue.organizations.citation import first_role_names

#: The roles whose organizations are cited as authors: the first one that any has.
AUTHORS = (ParticipationRole.ORGANIZER, ParticipationRole.AUSPICES)


class EventList(ListingView):
    """The list of events, as a page and as files."""

    noun = EVENT


class EventTimeline(ListingView):
    """The events of the list year by year, with the resolutions adopted meanwhile."""

    noun = EVENT
    export = None
    template_name = "catalogue/events/timeline.html"
    url_name = "event-timeline"
    title = _("Timeline of events")

    def render_list(self, filterset):
        """Answer with the years of what the filters in force select."""
        count = len(filterset.selection)
        return self.render_page(
            filterset,
            chips=list_active_filters(filterset),
            count=count,
            line=timeline_rows(filterset),
            events=reverse("event-list") + filterset.state("page"),
            fewer=[] if count else suggest_fewer_filters(filterset),
            nearest=[] if count else suggest_other_values(filterset),
            spellings=[] if count else suggest_other_words(filterset),
        )

    def render_page(self, filterset, status=200, **results):
        """Render the timeline, or what is wrong with its address; it has no axes to choose."""
        return super().render_page(filterset, status, **{"axis_fields": [], "line": None} | results)


def timeline_rows(filterset) -> list[dict]:
    """Return what stands on the line: each year with the address of its list, and the gaps."""
    address = reverse("event-list") + filterset.state("page", "year")
    return [
        {"year": each, "address": add_parameter(address, "year", each.number)}
        if isinstance(each, Year)
        else {"year": None, "gap": each}
        for each in build_timeline(filterset)
    ]


def event_detail(request, code, slug=None):
    """Answer with the page of an event, or with where it went."""
    with read_snapshot():
        event = get_object_or_404(Event.objects.select_related("merged_into"), code=code)
        if answer := redirect_or_gone(request, event):
            return answer
        return event_page(request, event)


def event_page(request, event, preview=""):
    """Answer with the page of an event as readers see it, or would."""
    event = Event.objects.for_page().get(pk=event.pk)
    context = {"event": event, "selection": Selection(facet_indexes.index(EVENT), {})}
    context |= cite_event(request, event) | {"preview": preview}
    return render(request, "catalogue/events/detail.html", context)


def cite_event(request, event) -> dict:
    """Return how an event is cited."""
    return citation_context(
        request,
        event,
        code=event.code,
        title=event.title,
        kind=event.get_kind_display(),
        bodies=first_role_names(event.participations.all(), AUTHORS),
        year=event.start.year,
    )
