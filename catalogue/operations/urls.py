"""URL patterns for monitoring and for security.txt."""

from django.urls import path

from catalogue.operations import views

urlpatterns = [
    path("health/", views.ready, name="health"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
]
