"""Admin pages of events."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.translation import gettext_lazy as _

from catalogue.core.admin import CitationRows, CuratedAdmin, Rows
from catalogue.events.models import Event, EventCitation, Participation


class ParticipationRows(Rows):
    """The bodies that took part in an event."""

    model = Participation
    fields = ["position", "organization", "role"]
    autocomplete_fields = ["organization"]
    select_related = ["organization"]


class EventCitationRows(CitationRows):
    """The sources of an event."""

    model = EventCitation
    needed_when_public = True


@admin.register(Event)
class EventAdmin(CuratedAdmin):
    """Admin pages of events."""

    list_display = ["code", "title", "kind", "start", "city", "country", "status", "changed_on"]
    list_display_links = ["code", "title"]
    list_filter = [
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
    needed_when_public = ["summary"]
    inlines = [ParticipationRows, EventCitationRows]
    fieldsets = [
        (_("Identity"), {"fields": ["code", "title", "kind", "summary"]}),
        (_("Date and place"), {"fields": [("start", "end"), ("city", "country")]}),
        (
            _("What it was about"),
            {"fields": ["sectors", "measures", "resolutions", "other_participants"]},
        ),
        CuratedAdmin.stewardship,
    ]
