"""Admin pages of organizations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import PublishableAdmin
from catalogue.editorial.dashboard import PROPOSAL_TASKS, TaskFilter
from catalogue.editorial.inlines import build_inline, citation_inline
from catalogue.editorial.record_page import recommend
from catalogue.editorial.urls import MERGE_PAGE, PROPOSAL_PAGES, PUBLISHABLE_PAGES
from catalogue.organizations.models import (
    FormerSlug,
    Organization,
    OrganizationCitation,
    OrganizationOtherName,
)
from catalogue.organizations.views import OrganizationDetail
from catalogue.taxonomy.admin import other_name_inline


@admin.register(Organization)
class OrganizationAdmin(PublishableAdmin):
    """Admin pages of organizations."""

    recommended = [
        recommend(Organization, "summary"),
        recommend(Organization, "website"),
        recommend(Organization, "founded", _("the year in which it was founded")),
        recommend(Organization, "citations", _("a source")),
    ]
    tasks = PROPOSAL_TASKS
    pages = [*PUBLISHABLE_PAGES, *PROPOSAL_PAGES, MERGE_PAGE]
    public_page = OrganizationDetail
    list_display = ["name", "acronym", "kind", "country", "status_badge", "changed_on"]
    list_before_publication = [
        "name", "kind", "status_badge", "author", "submission", "completeness", "changed_on",
    ]  # fmt: skip
    list_filter = [TaskFilter, "status", "kind", "country"]
    list_select_related = ["country"]
    search_fields = ["name", "acronym", "other_names__name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [
        other_name_inline(OrganizationOtherName),
        citation_inline(OrganizationCitation),
        build_inline(FormerSlug, ["slug"]),
    ]
    fieldsets = [
        (_("What it is"), {"fields": ["name", "acronym", "kind", "slug"]}),
        (_("What it does"), {"fields": ["summary", "website"]}),
        (
            _("Place and history"),
            {"fields": ["country", "parent", ("founded", "ended"), "successor"]},
        ),
        PublishableAdmin.stewardship,
    ]

    def offer_choices(self, records):
        """Bring the country along, which is shown."""
        return records.select_related("country")

    def describe_choice(self, record):
        """Show what sort of body it is, of which country, and the status if it is not public."""
        status = "" if record.is_public else record.get_status_display()
        place = str(record.country or "")
        return " · ".join(filter(None, [record.get_kind_display(), place, status]))
