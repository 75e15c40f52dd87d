"""Admin pages of events."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import CuratedAdmin
from catalogue.editorial.dashboard import CURATED_TASKS, TaskFilter
from catalogue.editorial.inlines import build_inline, citation_inline
from catalogue.editorial.record_page import Recommendation, recommend
from catalogue.events.models import Event, EventCitation, Participation
from catalogue.events.views import EventDetail


@admin.register(Event)
class EventAdmin(CuratedAdmin):
    """Admin pages of events."""

    tasks = CURATED_TASKS
    recommended = [
        recommend(Event, "end", _("the last day")),
        Recommendation(
            _("city or country"), "id_city", lambda event: bool(event.city or event.country_id)
        ),
        recommend(Event, "sectors"),
        recommend(Event, "measures"),
        recommend(Event, "resolutions"),
        recommend(Event, "participations", _("a participating organization")),
        recommend(Event, "last_verified_on", _("a verification")),
    ]
    public_page = EventDetail
    list_display = [
        "code",
        "title",
        "kind",
        "start",
        "country",
        "status_badge",
        "changed_on",
    ]
    list_filter = [
        TaskFilter,
        "status",
        "kind",
        "sectors",
        "measures",
        "country",
        ("review_note", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["country"]
    search_fields = ["code", "title", "city", "country__name", "summary"]
    date_hierarchy = "start"
    inlines = [
        build_inline(Participation, ["position", "organization", "role"]),
        citation_inline(EventCitation),
    ]
    fieldsets = [
        (_("What it was"), {"fields": ["code", "title", "kind", "summary"]}),
        (_("When and where"), {"fields": [("start", "end"), ("city", "country")]}),
        (
            _("What it was about"),
            {"fields": ["sectors", "measures", "resolutions", "other_participants"]},
        ),
        CuratedAdmin.stewardship,
    ]
