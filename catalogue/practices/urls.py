"""Addresses of practices."""

from django.urls import path

from catalogue.core import converters  # noqa: F401  (makes <code:code> known)
from catalogue.listings.views import listing
from catalogue.practices.views import PracticeList, practice_detail

urlpatterns = [
    *listing("practices", PracticeList),
    path("practices/<code:code>/", practice_detail, name="practice-permalink"),
    path("practices/<code:code>/<slug:slug>/", practice_detail, name="practice-detail"),
]
