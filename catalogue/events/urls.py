"""Addresses of events."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.events.nouns import EVENT
from catalogue.events.timeline import EventTimeline
from catalogue.events.views import EventDetail
from catalogue.listings.views import build_list_urls

urlpatterns = [
    *build_list_urls("events", noun=EVENT),
    *build_list_urls("events/timeline", EventTimeline, extensions=()),
    *reference_urls("events/<code:code>", EVENT),
    path("events/<code:code>/", EventDetail.as_view(), name="event-permalink"),
    path("events/<code:code>/<slug:title>/", EventDetail.as_view(), name="event-detail"),
]
