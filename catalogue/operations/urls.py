"""Addresses for those who watch over the server, and for those who find a weakness."""

from django.urls import path

from catalogue.operations import health
from catalogue.operations.security_txt import security_txt

urlpatterns = [
    path("health/", health.ready, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
]
