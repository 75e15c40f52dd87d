"""Addresses of resolutions and their operative paragraphs."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.resolutions.nouns import RESOLUTION
from catalogue.resolutions.views import ResolutionDetail, paragraph_detail

urlpatterns = [
    *build_list_urls("resolutions", noun=RESOLUTION),
    *reference_urls("resolutions/<slug:slug>", RESOLUTION),
    path("resolutions/<slug:slug>/", ResolutionDetail.as_view(), name="resolution-detail"),
    path("resolutions/<slug:slug>/<slug:number>/", paragraph_detail, name="paragraph-detail"),
]
