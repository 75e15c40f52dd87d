"""Admin pages of practices."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.admin import CuratedAdmin
from catalogue.editorial.dashboard import CURATED_TASKS, Task, TaskFilter
from catalogue.editorial.inlines import BaseInline, build_inline, citation_inline
from catalogue.editorial.record_page import Recommendation, admin_url, recommend, recommend_in_rows
from catalogue.practices.models import SECTIONS, Practice
from catalogue.practices.relations import (
    Basis,
    Evidence,
    Involvement,
    PracticeCitation,
    PracticeRelation,
)
from catalogue.practices.views import PracticeDetail
from catalogue.resolutions.models import OperativeParagraph

TASKS = [
    *CURATED_TASKS,
    Task(
        "no_paragraph",
        _("No operative paragraph"),
        "change",
        lambda desk: Q(status=Status.PUBLISHED, basis=None),
    ),
]
RECOMMENDED = [
    recommend(Practice, "started", _("the year in which it began")),
    recommend(Practice, "threats"),
    Recommendation(
        _("countries or regions"),
        "id_countries",
        lambda practice: practice.countries.exists() or practice.regions.exists(),
    ),
    recommend(Practice, "how_it_works"),
    recommend(Practice, "results"),
    recommend(Practice, "limits"),
    recommend(Practice, "safeguards"),
    recommend(Practice, "basis", _("an operative paragraph")),
    recommend(Practice, "evidence", _("evidence")),
    recommend_in_rows(Practice, "citations", "locator", _("a page or section in each citation")),
    recommend(Practice, "last_verified_on", _("a verification")),
]


class BasisInline(BaseInline):
    """The operative paragraphs that a practice answers, the strongest first."""

    model = Basis
    fields = ["position", "paragraph", "relation", "reason"]
    select_related = ["paragraph__resolution"]

    def get_field_queryset(self, db, db_field, request):
        """Bring each paragraph's resolution along: its symbol is part of what is shown."""
        if db_field.name == "paragraph":
            return OperativeParagraph.objects.select_related("resolution")
        return super().get_field_queryset(db, db_field, request)


@admin.register(Practice)
class PracticeAdmin(CuratedAdmin):
    """Admin pages of practices."""

    tasks, recommended = TASKS, RECOMMENDED
    public_page = PracticeDetail
    shows_uses = False  # only practices name a practice: `relations_from_others` says how
    list_display = [
        "code",
        "title",
        "kind",
        "status_badge",
        "verified_on",
        "changed_on",
    ]
    list_filter = [
        TaskFilter,
        "status",
        "kind",
        "sectors",
        "measures",
        "threats",
        "regions",
        "countries",
        "verdict",
        ("review_note", admin.EmptyFieldListFilter),
    ]
    search_fields = ["code", "title", "summary"]
    readonly_fields = [*CuratedAdmin.readonly_fields, "relations_from_others"]
    inlines = [
        citation_inline(PracticeCitation, "is_the_practice"),
        build_inline(Involvement, ["position", "organization", "role"]),
        BasisInline,
        build_inline(Evidence, ["kind", "by_whom", "finding"]),
        build_inline(PracticeRelation, ["kind", "other", "reason"], fk_name="practice"),
    ]
    fieldsets = [
        (_("What it is"), {"fields": ["code", "title", "kind", "summary", ("started", "ended")]}),
        (_("Sectors, measures, threats"), {"fields": ["sectors", "measures", "threats"]}),
        (
            _("Places and participants"),
            {"fields": ["countries", "regions", "events", "other_participants"]},
        ),
        (_("Description and results"), {"fields": SECTIONS}),
        (
            _("Referenced by"),
            {"classes": ["below-inlines"], "fields": ["relations_from_others"]},
        ),
        CuratedAdmin.stewardship,
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Give the summary, up to 600 characters, room to be read."""
        if db_field.name == "summary":
            kwargs["widget"] = AdminTextareaWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("relations"))
    def relations_from_others(self, practice):
        """Return which practices refer to this one, and how."""
        relations = [
            (row.get_kind_display(), admin_url(row.practice), row.practice)
            for row in practice.relations_from.select_related("practice")
        ]
        if not relations:
            return self.get_empty_value_display()
        return render_to_string("admin/_relations_from_others.html", {"relations": relations})
