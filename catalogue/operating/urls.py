"""Addresses for those who watch over the server."""

from django.urls import path

from catalogue.operating import health

urlpatterns = [
    path("health/", health.ready, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
