"""Addresses of practices."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.practices.comparison import MAX_PRACTICES, compare
from catalogue.practices.nouns import PRACTICE
from catalogue.practices.views import PracticeDetail

urlpatterns = [
    *build_list_urls("practices", noun=PRACTICE, extra_context={"most": MAX_PRACTICES}),
    path("practices/compare/", compare, name="practice-compare"),
    *reference_urls("practices/<code:code>", PRACTICE),
    path("practices/<code:code>/", PracticeDetail.as_view(), name="practice-permalink"),
    path("practices/<code:code>/<slug:title>/", PracticeDetail.as_view(), name="practice-detail"),
]
