"""Addresses of resolutions and their operative paragraphs."""

from django.urls import path

from catalogue.listings.views import listing
from catalogue.resolutions.views import ResolutionList, paragraph_detail, resolution_detail

urlpatterns = [
    *listing("resolutions", ResolutionList),
    path("resolutions/<slug:slug>/", resolution_detail, name="resolution-detail"),
    path("resolutions/<slug:slug>/<slug:number>/", paragraph_detail, name="paragraph-detail"),
]
