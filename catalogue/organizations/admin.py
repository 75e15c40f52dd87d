"""Admin pages of organizations."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from catalogue.core.admin import CitationRows, PublishableAdmin, Rows
from catalogue.organizations.models import FormerSlug, Organization, OrganizationCitation


class OrganizationCitationRows(CitationRows):
    """The sources of an organization."""

    model = OrganizationCitation


class FormerSlugRows(Rows):
    """The addresses under which an organization was known."""

    model = FormerSlug
    fields = ["slug"]


@admin.register(Organization)
class OrganizationAdmin(PublishableAdmin):
    """Admin pages of organizations."""

    list_display = ["name", "acronym", "kind", "country", "parent", "status", "changed_on"]
    list_filter = ["status", "kind", ("country", RelatedOnlyFieldListFilter)]
    list_select_related = ["country", "parent"]
    search_fields = ["name", "acronym", "other_names", "slug"]
    autocomplete_fields = ["parent", "successor", "country"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OrganizationCitationRows, FormerSlugRows]
    fieldsets = [
        (_("Identity"), {"fields": ["name", "acronym", "other_names", "slug", "kind"]}),
        (
            _("Place and history"),
            {"fields": ["country", "parent", ("founded", "ended"), "successor"]},
        ),
        (_("Description"), {"fields": ["summary", "website"]}),
        (
            _("Stewardship"),
            {"fields": [("status", "published_at"), ("created_at", "updated_at")]},
        ),
    ]
