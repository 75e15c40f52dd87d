"""The list of events, and the page of one."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from catalogue.core.addresses import other_answer
from catalogue.events.exports import EXPORT
from catalogue.events.filters import EventFilter
from catalogue.events.models import Event
from catalogue.listings.views import ListingView


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
    event = get_object_or_404(Event.objects.select_related("merged_into"), code=code)
    if answer := other_answer(request, event):
        return answer
    event = Event.objects.for_page().get(pk=event.pk)
    return render(request, "catalogue/events/detail.html", {"event": event})
