"""Addresses of practices."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.core import converters  # noqa: F401  (makes <code:code> known)
from catalogue.listings.views import build_list_urls
from catalogue.practices.columns import EXPORT
from catalogue.practices.comparison import compare
from catalogue.practices.models import Practice
from catalogue.practices.views import PracticeList, practice_detail

urlpatterns = [
    *build_list_urls("practices", PracticeList),
    path("practices/compare/", compare, name="practice-compare"),
    *reference_urls("practices/<code:code>", "practice", Practice, EXPORT),
    path("practices/<code:code>/", practice_detail, name="practice-permalink"),
    path("practices/<code:code>/<slug:slug>/", practice_detail, name="practice-detail"),
]
