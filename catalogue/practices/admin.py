"""Admin pages of practices."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import DeskAdmin, place_below_inlines
from catalogue.editorial.tasks import TaskFilter
from catalogue.editorial.verification_admin import VerifyPages
from catalogue.practices.editorial_tasks import RECOMMENDED, TASKS
from catalogue.practices.models import SECTIONS, Practice
from catalogue.practices.relations import (
    Basis,
    Evidence,
    Involvement,
    PracticeCitation,
    PracticeRelation,
)
from catalogue.practices.views import practice_page
from catalogue.resolutions.models import OperativeParagraph
from catalogue.versions.admin import (
    BaseInline,
    CitationInline,
    CuratedAdmin,
    admin_url,
    render_record_links,
)
from catalogue.versions.forms import NormalizedTextarea


class BasisInline(BaseInline):
    """The operative paragraphs that a practice answers, the strongest first."""

    model = Basis
    fields = ["position", "paragraph", "relation", "reason"]
    autocomplete_fields = ["paragraph"]
    select_related = ["paragraph__resolution"]

    def get_field_queryset(self, db, db_field, request):
        """Bring each paragraph's resolution along: its symbol is part of what is shown."""
        if db_field.name == "paragraph":
            return OperativeParagraph.objects.select_related("resolution")
        return super().get_field_queryset(db, db_field, request)


class InvolvementInline(BaseInline):
    """The bodies that stand behind a practice."""

    model = Involvement
    fields = ["position", "organization", "role"]
    autocomplete_fields = ["organization"]
    select_related = ["organization"]


class EvidenceInline(BaseInline):
    """What was found about a practice."""

    model = Evidence
    fields = ["kind", "by_whom", "finding"]


class PracticeCitationInline(CitationInline):
    """The sources of a practice."""

    model = PracticeCitation


class RelationInline(BaseInline):
    """The other practices that a practice points to."""

    model = PracticeRelation
    fk_name = "practice"
    fields = ["kind", "other", "reason"]
    autocomplete_fields = ["other"]
    select_related = ["other"]


@admin.register(Practice)
class PracticeAdmin(DeskAdmin, VerifyPages, CuratedAdmin):
    """Admin pages of practices."""

    tasks, recommended = TASKS, RECOMMENDED

    list_display = ["code", "title", "kind", "status", "last_verified_on", "changed_on"]
    list_display_links = ["code", "title"]
    list_filter = [
        TaskFilter,
        "status",
        "kind",
        ("sectors", RelatedOnlyFieldListFilter),
        ("measures", RelatedOnlyFieldListFilter),
        ("threats", RelatedOnlyFieldListFilter),
        ("regions", RelatedOnlyFieldListFilter),
        ("countries", RelatedOnlyFieldListFilter),
        "verdict",
    ]
    search_fields = ["code", "title", "summary"]
    autocomplete_fields = [
        "sectors",
        "measures",
        "threats",
        "countries",
        "regions",
        "events",
        "merged_into",
    ]
    readonly_fields = [*CuratedAdmin.readonly_fields, "relations_from_others"]
    inlines = [
        PracticeCitationInline,
        InvolvementInline,
        BasisInline,
        EvidenceInline,
        RelationInline,
    ]
    fieldsets = [
        (_("What it is"), {"fields": ["code", "title", "kind", "summary", ("started", "ended")]}),
        (_("What it protects, and from what"), {"fields": ["sectors", "measures", "threats"]}),
        (
            _("Where, and who takes part besides the bodies below"),
            {"fields": ["countries", "regions", "events", "other_participants"]},
        ),
        (_("How it works, and what came of it"), {"fields": SECTIONS}),
        place_below_inlines((_("Named by other practices"), {"fields": ["relations_from_others"]})),
        place_below_inlines(CuratedAdmin.stewardship),
    ]

    def get_search_fields(self, request):
        """Look no further than code and title where a practice is looked up by typing."""
        typing = request.path.endswith("/autocomplete/")
        return ["code", "title"] if typing else self.search_fields

    def preview(self, request, record):
        """Show the page as readers would see it."""
        return practice_page(request, record, preview=admin_url(record))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Give the summary, up to 600 characters, room to be read."""
        if db_field.name == "summary":
            kwargs["widget"] = NormalizedTextarea
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("relations"))
    def relations_from_others(self, practice):
        """Say which practices point to this one, and why."""
        rows = practice.relations_from.select_related("practice")
        return (
            format_html_join(
                "",
                "<p>{}: {}</p>",
                ((row.get_kind_display(), render_record_links([row.practice])) for row in rows),
            )
            or self.get_empty_value_display()
        )
