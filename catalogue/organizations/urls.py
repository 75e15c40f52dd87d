"""Addresses of organizations."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.organizations.nouns import ORGANIZATION
from catalogue.organizations.views import OrganizationDetail

urlpatterns = [
    *build_list_urls("organizations", noun=ORGANIZATION),
    *reference_urls("organizations/<slug:slug>", ORGANIZATION),
    path("organizations/<slug:slug>/", OrganizationDetail.as_view(), name="organization-detail"),
]
