"""Addresses of the map."""

from django.urls import path

from catalogue.coverage.views import CoverageMap

urlpatterns = [
    path("coverage/", CoverageMap.as_view(), name="coverage"),
    path("coverage.csv", CoverageMap.as_view(extension="csv"), name="coverage-csv"),
    path("coverage/values/<slug:facet>/", CoverageMap.as_view(), name="coverage-values"),
]
