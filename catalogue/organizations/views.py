"""The page of an organization."""

from django.shortcuts import get_object_or_404

from catalogue.listings.views import RecordView
from catalogue.organizations.models import FormerSlug, Organization
from catalogue.organizations.nouns import ORGANIZATION


class OrganizationDetail(RecordView):
    """The page of an organization; a former address leads to the present one."""

    noun = ORGANIZATION

    def find_record(self, slug):
        """Return the organization at an address, or the public one that was there formerly."""
        if found := Organization.objects.filter(slug=slug).first():
            return found
        public = Organization.objects.published()
        return get_object_or_404(FormerSlug, slug=slug, organization__in=public).organization

    def get_citation(self, organization):
        """Return how the record of an organization is cited: its name is the title."""
        kind = organization.get_kind_display()
        return {"code": "", "title": organization.name, "kind": kind}
