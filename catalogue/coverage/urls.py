"""URLs of the maps."""

from catalogue.coverage.views import CoverageMap, StateMap
from catalogue.listings.views import build_list_urls

urlpatterns = [
    *build_list_urls("coverage", CoverageMap, extensions=["csv"]),
    *build_list_urls("coverage/states", StateMap, extensions=["csv"]),
]
