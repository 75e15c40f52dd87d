"""Admin pages of resolutions and their operative paragraphs."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import DeskAdmin, place_below_inlines
from catalogue.resolutions.editorial_tasks import RECOMMENDED
from catalogue.resolutions.models import (
    OperativeParagraph,
    Resolution,
    ResolutionCitation,
    StreamOfEffort,
)
from catalogue.resolutions.views import resolution_page
from catalogue.versions.admin import (
    BaseInline,
    CitationInline,
    GuardedAdmin,
    PublishableAdmin,
    admin_url,
)
from catalogue.versions.forms import ChangeNoteForm


class ParagraphInline(BaseInline):
    """The operative paragraphs of a resolution; the note on the reading is on their own page."""

    model = OperativeParagraph
    fields = ["order", "number", "number_confirmed", "verb", "heading", "summary", "measures"]
    autocomplete_fields = ["measures"]
    select_related = ["resolution"]
    show_change_link = True


class StreamInline(BaseInline):
    """The streams of effort that the preamble of a resolution names."""

    model = StreamOfEffort
    fields = ["name", "measure"]
    autocomplete_fields = ["measure"]


class ResolutionCitationInline(CitationInline):
    """The sources in which a resolution was read."""

    model = ResolutionCitation


@admin.register(Resolution)
class ResolutionAdmin(DeskAdmin, PublishableAdmin):
    """Admin pages of resolutions."""

    recommended = RECOMMENDED

    list_display = ["symbol", "title", "organ", "adopted_on", "paragraph_count", "status"]
    list_filter = ["status", "organ", "year"]
    search_fields = ["symbol", "title", "summary", "meeting"]
    date_hierarchy = "adopted_on"
    inlines = [ParagraphInline, StreamInline, ResolutionCitationInline]
    fieldsets = [
        (_("What it is"), {"fields": ["symbol", "organ", ("number", "year"), "title"]}),
        (_("Adoption"), {"fields": [("adopted_on", "meeting"), "url"]}),
        (_("What it asks for"), {"fields": ["summary"]}),
        place_below_inlines(
            (
                _("Stewardship"),
                {"fields": [("status", "published_at"), ("created_at", "updated_at")]},
            )
        ),
    ]

    def preview(self, request, record):
        """Show the page as readers would see it."""
        return resolution_page(request, record, preview=admin_url(record))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(paragraph_count=Count("paragraphs"))

    @admin.display(description=_("paragraphs"), ordering="paragraph_count")
    def paragraph_count(self, resolution):
        """Return how many operative paragraphs are recorded."""
        return resolution.paragraph_count


@admin.register(OperativeParagraph)
class OperativeParagraphAdmin(GuardedAdmin):
    """Admin pages of operative paragraphs, guarded as their resolution is."""

    list_display = ["__str__", "number_confirmed", "verb", "heading", "order"]
    list_filter = [
        "number_confirmed",
        ("resolution", RelatedOnlyFieldListFilter),
        ("measures", RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["resolution"]
    search_fields = ["code", "number", "resolution__symbol", "verb", "heading", "summary"]
    date_hierarchy = "resolution__adopted_on"
    autocomplete_fields = ["measures"]
    readonly_fields = ["resolution", "code"]
    locked_because = _(
        "Readers can see the resolution of this paragraph, or could, so you cannot change it here. "
        "Ask a reviewer to unpublish the resolution first."
    )
    fieldsets = [
        (
            _("Identity"),
            {"fields": ["resolution", "code", ("number", "number_confirmed"), "order"]},
        ),
        (_("Substance"), {"fields": ["verb", "heading", "summary", "measures"]}),
        (_("Reading"), {"fields": ["note"]}),
    ]

    form = ChangeNoteForm

    def get_fieldsets(self, request, obj=None):
        """Ask why, where readers see what is changed."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj.resolution.is_public and self.has_change_permission(request, obj):
            fieldsets.append((_("Reason"), {"fields": ["change_note"]}))
        return fieldsets

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("resolution")

    def has_add_permission(self, request):
        """Leave adding to the page of the resolution: there its guard is checked."""
        return False

    def is_locked(self, request, record):
        return super().is_locked(request, record and record.resolution)

    def hold(self, obj):
        super().hold(obj.resolution)

    def view_on_site(self, obj):
        """Return the address of its page, or of its resolution's; none while that is a draft."""
        return obj.get_absolute_url() if obj.resolution.is_public else None
