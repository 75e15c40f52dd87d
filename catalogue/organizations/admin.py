"""Admin pages of organizations."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import DeskAdmin, place_below_inlines
from catalogue.organizations.editorial_tasks import RECOMMENDED
from catalogue.organizations.models import FormerSlug, Organization, OrganizationCitation
from catalogue.organizations.views import organization_page
from catalogue.versions.admin import BaseInline, CitationInline, PublishableAdmin, admin_url


class OrganizationCitationInline(CitationInline):
    """The sources of an organization."""

    model = OrganizationCitation


class FormerSlugInline(BaseInline):
    """The addresses under which an organization was known."""

    model = FormerSlug
    fields = ["slug"]


@admin.register(Organization)
class OrganizationAdmin(DeskAdmin, PublishableAdmin):
    """Admin pages of organizations."""

    recommended = RECOMMENDED

    list_display = ["name", "acronym", "kind", "country", "parent", "status", "changed_on"]
    list_filter = ["status", "kind", ("country", RelatedOnlyFieldListFilter)]
    list_select_related = ["country", "parent"]
    search_fields = ["name", "acronym", "other_names", "slug"]
    autocomplete_fields = ["parent", "successor", "country"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OrganizationCitationInline, FormerSlugInline]
    fieldsets = [
        (_("What it is"), {"fields": ["name", "acronym", "other_names", "kind", "slug"]}),
        (_("What it does"), {"fields": ["summary", "website"]}),
        (
            _("Place and history"),
            {"fields": ["country", "parent", ("founded", "ended"), "successor"]},
        ),
        place_below_inlines(
            (
                _("Stewardship"),
                {"fields": [("status", "published_at"), ("created_at", "updated_at")]},
            )
        ),
    ]

    def preview(self, request, record):
        """Show the page as readers would see it."""
        return organization_page(request, record, preview=admin_url(record))
