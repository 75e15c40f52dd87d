"""Admin pages of events."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import DeskAdmin, place_below_inlines
from catalogue.editorial.tasks import TaskFilter
from catalogue.editorial.verification_admin import VerifyPages
from catalogue.events.editorial_tasks import RECOMMENDED, TASKS
from catalogue.events.models import Event, EventCitation, Participation
from catalogue.events.views import event_page
from catalogue.versions.admin import BaseInline, CitationInline, CuratedAdmin, admin_url


class ParticipationInline(BaseInline):
    """The bodies that took part in an event."""

    model = Participation
    fields = ["position", "organization", "role"]
    autocomplete_fields = ["organization"]
    select_related = ["organization"]


class EventCitationInline(CitationInline):
    """The sources of an event."""

    model = EventCitation


@admin.register(Event)
class EventAdmin(DeskAdmin, VerifyPages, CuratedAdmin):
    """Admin pages of events."""

    tasks, recommended = TASKS, RECOMMENDED

    list_display = ["code", "title", "kind", "start", "city", "country", "status", "changed_on"]
    list_display_links = ["code", "title"]
    list_filter = [
        TaskFilter,
        "status",
        "kind",
        ("sectors", RelatedOnlyFieldListFilter),
        ("measures", RelatedOnlyFieldListFilter),
        ("country", RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["country"]
    search_fields = ["code", "title", "city", "country__name", "summary"]
    date_hierarchy = "start"
    autocomplete_fields = ["country", "sectors", "measures", "resolutions", "merged_into"]
    inlines = [ParticipationInline, EventCitationInline]
    fieldsets = [
        (_("What it was"), {"fields": ["code", "title", "kind", "summary"]}),
        (_("When and where"), {"fields": [("start", "end"), ("city", "country")]}),
        (
            _("What it was about"),
            {"fields": ["sectors", "measures", "resolutions", "other_participants"]},
        ),
        place_below_inlines(CuratedAdmin.stewardship),
    ]

    def preview(self, request, record):
        """Show the page as readers would see it."""
        return event_page(request, record, preview=admin_url(record))
