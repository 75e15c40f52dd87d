"""Addresses of resolutions and their operative paragraphs."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.resolutions.columns import EXPORT
from catalogue.resolutions.models import Resolution
from catalogue.resolutions.views import ResolutionList, paragraph_detail, resolution_detail

urlpatterns = [
    *build_list_urls("resolutions", ResolutionList),
    *reference_urls("resolutions/<slug:slug>", "resolution", Resolution, EXPORT),
    path("resolutions/<slug:slug>/", resolution_detail, name="resolution-detail"),
    path("resolutions/<slug:slug>/<slug:number>/", paragraph_detail, name="paragraph-detail"),
]
