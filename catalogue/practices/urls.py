"""Addresses of practices."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.practices.comparison import compare
from catalogue.practices.nouns import PRACTICE
from catalogue.practices.views import PracticeDetail, PracticeList

urlpatterns = [
    *build_list_urls("practices", PracticeList),
    path("practices/compare/", compare, name="practice-compare"),
    *reference_urls("practices/<code:code>", PRACTICE),
    path("practices/<code:code>/", PracticeDetail.as_view(), name="practice-permalink"),
    path("practices/<code:code>/<slug:title>/", PracticeDetail.as_view(), name="practice-detail"),
]
