"""Addresses of organizations."""

from django.urls import path

from catalogue.listings.views import listing
from catalogue.organizations.views import OrganizationList, organization_detail

urlpatterns = [
    *listing("organizations", OrganizationList),
    path("organizations/<slug:slug>/", organization_detail, name="organization-detail"),
]
