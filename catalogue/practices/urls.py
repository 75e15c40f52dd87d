"""Addresses of practices."""

from django.urls import path

from catalogue.listings.views import listing
from catalogue.practices.views import PracticeList, practice_detail

urlpatterns = [
    *listing("practices", PracticeList),
    path("practices/<str:code>/", practice_detail, name="practice-permalink"),
    path("practices/<str:code>/<slug:slug>/", practice_detail, name="practice-detail"),
]
