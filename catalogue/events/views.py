"""The list of events, and the page of one."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from catalogue.citing.page import citing
from catalogue.core.addresses import other_answer
from catalogue.core.snapshot import read_snapshot
from catalogue.events.exports import EXPORT
from catalogue.events.filters import EventFilter
from catalogue.events.models import Event, ParticipationRole
from catalogue.facets.engine import engine
from catalogue.facets.selection import Selection
from catalogue.listings.views import ListingView
from catalogue.organizations.references import authors

#: Whose names stand where authors stand: the first of these roles that somebody has.
AUTHORS = (ParticipationRole.ORGANIZER, ParticipationRole.AUSPICES)


class EventList(ListingView):
    """The list of events, as a page and as files."""

    noun = EventFilter.noun("event", Event.objects.published)
    filterset_class = EventFilter
    export = EXPORT
    template_name = "catalogue/events/list.html"
    url_name = "event-list"
    title = _("Events")


def event_detail(request, code, slug=None):
    """Answer with the page of an event, or with where it went."""
    with read_snapshot():
        event = get_object_or_404(Event.objects.select_related("merged_into"), code=code)
        if answer := other_answer(request, event):
            return answer
        event = Event.objects.for_page().get(pk=event.pk)
        context = {"event": event, "selection": Selection(engine.index(EventList.noun), {})}
        context |= cite(request, event)
        return render(request, "catalogue/events/detail.html", context)


def cite(request, event) -> dict:
    """Return how an event is cited."""
    return citing(
        request,
        event,
        code=event.code,
        title=event.title,
        kind=event.get_kind_display(),
        bodies=authors(event.participations.all(), AUTHORS),
        year=event.start.year,
    )
