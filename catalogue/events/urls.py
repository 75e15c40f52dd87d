"""Addresses of events."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.core import converters  # noqa: F401  (makes <code:code> known)
from catalogue.events.columns import EXPORT
from catalogue.events.models import Event
from catalogue.events.timeline import EventTimeline
from catalogue.events.views import EventList, event_detail
from catalogue.listings.views import build_list_urls

urlpatterns = [
    *build_list_urls("events", EventList),
    path("events/timeline/", EventTimeline.as_view(), name="event-timeline"),
    path(
        "events/timeline/values/<slug:facet>/",
        EventTimeline.as_view(),
        name="event-timeline-values",
    ),
    *reference_urls("events/<code:code>", "event", Event, EXPORT),
    path("events/<code:code>/", event_detail, name="event-permalink"),
    path("events/<code:code>/<slug:slug>/", event_detail, name="event-detail"),
]
