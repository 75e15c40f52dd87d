"""Admin pages of resolutions and their operative paragraphs."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.admin import PublishableAdmin, VersionedAdmin
from catalogue.editorial.dashboard import PROPOSAL_TASKS, Task, TaskFilter
from catalogue.editorial.forms import ChildFormSet
from catalogue.editorial.inlines import build_inline, citation_inline
from catalogue.editorial.proposal_views import is_proposing
from catalogue.editorial.record_page import recommend, recommend_in_rows
from catalogue.editorial.urls import (
    NOTE_PAGE,
    PROPOSAL_PAGES,
    PUBLISHABLE_PAGES,
    RECORD_PAGES,
)
from catalogue.resolutions import symbols
from catalogue.resolutions.models import (
    CrosswalkEntry,
    OperativeParagraph,
    Resolution,
    ResolutionCitation,
    StreamOfEffort,
)
from catalogue.resolutions.views import ResolutionDetail


class ParagraphFormSet(ChildFormSet):
    """Operative paragraphs of a resolution, which may all be new; each number is there once."""

    def clean(self):
        super().clean()
        codes, repeated = set(), OperativeParagraph._meta.get_field("code").error_messages["unique"]
        for form in [each for each in self.forms if each not in self.deleted_forms]:
            if form.instance.code in codes:
                form.add_error("number", repeated)
            codes |= {form.instance.code} - {None}


def get_paragraph_fields(inline, request, obj=None) -> list[str]:
    """Return the fields of a row; the note on the reading of a draft is on the paragraph's page."""
    return [*inline.fields, "note"] if is_proposing(request) else inline.fields


@admin.register(Resolution)
class ResolutionAdmin(PublishableAdmin):
    """Admin pages of resolutions."""

    recommended = [
        recommend(Resolution, "title"),
        recommend(Resolution, "summary"),
        recommend(Resolution, "url"),
        recommend(Resolution, "paragraphs", _("an operative paragraph")),
        recommend_in_rows(
            Resolution, "paragraphs", "number_confirmed", _("a confirmed number of each paragraph")
        ),
        recommend(Resolution, "citations", _("a source")),
    ]
    tasks = PROPOSAL_TASKS
    pages = [*PUBLISHABLE_PAGES, *PROPOSAL_PAGES]
    public_page = ResolutionDetail
    list_display = ["symbol", "title", "organ", "adopted_on", "paragraph_count", "status_badge"]
    list_before_publication = [
        "symbol", "title", "status_badge", "author", "submission", "completeness", "changed_on",
    ]  # fmt: skip
    list_filter = [TaskFilter, "status", "organ", "year"]
    search_fields = ["symbol", "title", "summary", "meeting"]
    date_hierarchy = "adopted_on"
    inlines = [
        build_inline(
            OperativeParagraph,
            ["order", "number", "number_confirmed", "verb", "heading", "summary", "measures"],
            formset=ParagraphFormSet,
            get_fields=get_paragraph_fields,
            select_related=["resolution"],
            show_change_link=True,
        ),
        build_inline(StreamOfEffort, ["name", "measure"]),
        citation_inline(ResolutionCitation),
    ]
    fieldsets = [
        (_("What it is"), {"fields": ["symbol", "organ", ("number", "year"), "title"]}),
        (_("Adoption"), {"fields": [("adopted_on", "meeting"), "url"]}),
        (_("What it asks for"), {"fields": ["summary"]}),
        PublishableAdmin.stewardship,
    ]

    def describe_choice(self, record):
        """Show the title of a resolution, whose name is its symbol."""
        return record.title

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(paragraph_count=Count("paragraphs"))

    @admin.display(description=_("paragraphs"), ordering="paragraph_count")
    def paragraph_count(self, resolution):
        """Return how many operative paragraphs are recorded."""
        return resolution.paragraph_count


@admin.register(OperativeParagraph)
class OperativeParagraphAdmin(VersionedAdmin):
    """Admin pages of operative paragraphs, locked as their resolution is."""

    pages = [*RECORD_PAGES, NOTE_PAGE]
    noted_field, needed_for_note = "number_confirmed", "number"
    tasks = [
        Task(
            "unconfirmed",
            _("Paragraphs to confirm"),
            "change",
            lambda desk: Q(number_confirmed=False) & ~Q(resolution__status=Status.WITHDRAWN),
        )
    ]
    list_display = ["__str__", "number_confirmed", "verb", "heading", "order"]
    list_filter = [TaskFilter, "number_confirmed", "resolution", "measures"]
    list_select_related = ["resolution"]
    search_fields = ["code", "number", "resolution__symbol", "verb", "heading", "summary"]
    date_hierarchy = "resolution__adopted_on"
    readonly_fields = ["resolution", "code"]
    locked_because = _(
        "Readers can see the resolution of this paragraph, or could, so you cannot change it here. "
        "Propose a change on the page of the resolution."
    )
    fieldsets = [
        (
            _("Identity"),
            {"fields": ["resolution", "code", ("number", "number_confirmed"), "order"]},
        ),
        (_("Substance"), {"fields": ["verb", "heading", "summary", "measures"]}),
        (_("Reading"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("resolution")

    def read_codes(self, typed):
        """Read a symbol with or without a number: a resolution has all its paragraphs."""
        return [*super().read_codes(typed), symbols.RESOLUTION_FORM.read_code(typed)]

    def describe_choice(self, record):
        """Show what a paragraph asks for."""
        return record.summary

    def has_add_permission(self, request):
        """Paragraphs are added on the page of their resolution, where its lock is checked."""
        return False

    def is_locked(self, request, record):
        return super().is_locked(request, record and record.resolution)

    def get_noted_address(self, record):
        """Return the address of the resolution, in whose text the number stands."""
        return record.resolution.url

    def view_on_site(self, obj):
        """Return the address of its page, or of its resolution's; none while that is a draft."""
        return obj.get_absolute_url() if obj.resolution.is_public else None


@admin.register(CrosswalkEntry)
class CrosswalkAdmin(VersionedAdmin):
    """Admin pages of the pairs of paragraphs that ask for related things."""

    fields = ["from_paragraph", "relation", "to_paragraph", "reason", "judged_by"]
    autocomplete_fields = ["from_paragraph", "to_paragraph"]
    list_display = ["__str__", "reason", "judged_by"]
    list_filter = ["relation", "judged_by"]
    list_select_related = ["from_paragraph__resolution", "to_paragraph__resolution"]
    search_fields = ["from_paragraph__code", "to_paragraph__code", "reason", "judged_by"]
    list_per_page = 100
