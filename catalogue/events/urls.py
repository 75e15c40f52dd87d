"""Addresses of events."""

from django.urls import path

from catalogue.events.views import EventList, event_detail
from catalogue.listings.views import listing

urlpatterns = [
    *listing("events", EventList),
    path("events/<str:code>/", event_detail, name="event-permalink"),
    path("events/<str:code>/<slug:slug>/", event_detail, name="event-detail"),
]
