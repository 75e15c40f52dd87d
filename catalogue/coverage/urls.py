"""URLs of the maps."""

from django.urls import path

from catalogue.coverage.views import CoverageMap, StateMap

urlpatterns = [
    path("coverage/", CoverageMap.as_view(), name="coverage"),
    path("coverage.csv", CoverageMap.as_view(extension="csv"), name="coverage-csv"),
    path("coverage/values/<slug:facet>/", CoverageMap.as_view(), name="coverage-values"),
    path("coverage/states/", StateMap.as_view(), name="coverage-states"),
    path("coverage/states.csv", StateMap.as_view(extension="csv"), name="coverage-states-csv"),
    path("coverage/states/values/<slug:facet>/", StateMap.as_view(), name="coverage-states-values"),
]
