"""The list of events, and the page of one."""

from django.shortcuts import get_object_or_404, render

from catalogue.citations.views import citation_context
from catalogue.core.redirects import redirect_or_gone
from catalogue.db.transactions import read_snapshot
from catalogue.events.models import Event, ParticipationRole
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.listings.views import ListingView
from catalogue.organizations.citation import first_role_names

#: The roles whose organizations are cited as authors: the first one that any has.
AUTHORS = (ParticipationRole.ORGANIZER, ParticipationRole.AUSPICES)


class EventList(ListingView):
    """The list of events, as a page and as files."""

    noun = EVENT


def event_detail(request, code, slug=None):
    """Answer with the page of an event, or where it was moved."""
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
