"""Addresses of organizations."""

from django.urls import path

from catalogue.citations.download_views import references
from catalogue.listings.views import listing
from catalogue.organizations.columns import EXPORT
from catalogue.organizations.models import Organization
from catalogue.organizations.views import OrganizationList, organization_detail

urlpatterns = [
    *listing("organizations", OrganizationList),
    *references("organizations/<slug:slug>", "organization", Organization, EXPORT),
    path("organizations/<slug:slug>/", organization_detail, name="organization-detail"),
]
