"""Addresses of organizations."""

from django.urls import path

from catalogue.citations.views import reference_urls
from catalogue.listings.views import build_list_urls
from catalogue.organizations.columns import EXPORT
from catalogue.organizations.models import Organization
from catalogue.organizations.views import OrganizationList, organization_detail

urlpatterns = [
    *build_list_urls("organizations", OrganizationList),
    *reference_urls("organizations/<slug:slug>", "organization", Organization, EXPORT),
    path("organizations/<slug:slug>/", organization_detail, name="organization-detail"),
]
