"""The list of organizations, and the page of one."""

from django.shortcuts import get_object_or_404, redirect, render

from catalogue.citations.views import citation_context
from catalogue.core.redirects import redirect_or_gone
from catalogue.db.transactions import read_snapshot
from catalogue.listings.views import ListingView
from catalogue.organizations.models import FormerSlug, Organization
from catalogue.organizations.nouns import ORGANIZATION


class OrganizationList(ListingView):
    """The list of organizations, as a page and as files."""

    noun = ORGANIZATION


def organization_detail(request, slug):
    """Answer with the page of an organization; a former address leads to the present one."""
    with read_snapshot():
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            former = get_object_or_404(
                FormerSlug, slug=slug, organization__in=Organization.objects.published()
            )
            return redirect(former.organization, permanent=True)
        if answer := redirect_or_gone(request, organization):
            return answer
        return organization_page(request, organization)


def organization_page(request, organization, preview=""):
    """Answer with the page of an organization as readers see it, or would."""
    organization = Organization.objects.for_page().get(pk=organization.pk)
    context = (
        {"organization": organization}
        | cite_organization(request, organization)
        | {"preview": preview}
    )
    return render(request, "catalogue/organizations/detail.html", context)


def cite_organization(request, organization) -> dict:
    """Return how the record of an organization is cited: its name is the title."""
    kind = organization.get_kind_display()
    return citation_context(request, organization, code="", title=organization.name, kind=kind)
