"""Admin pages of sources."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.editorial.tasks import TaskFilter
from catalogue.sources.editorial_tasks import TASKS
from catalogue.sources.models import Citation, Source
from catalogue.versions.admin import GuardedAdmin, render_record_links


def cited_by(source, **conditions):
    """Return the records that cite a source, noun by noun, under conditions on the record."""
    for table in Citation.__subclasses__():
        noun = next(
            field.related_model
            for field in table._meta.concrete_fields
            if field.is_relation and field.name != "source"
        )
        yield noun.objects.filter(citations__source=source, **conditions).distinct()


def told(check) -> str:
    """Return in words what is known of an address that was asked."""
    words = []
    if check.is_broken:
        words.append(_("could not be reached since %s") % date_format(check.failing_since, "j F Y"))
    if check.said:
        words.append(f"{check.said} ({date_format(check.asked_on, 'j F Y')})")
    if check.reached_on:
        words.append(_("last reached on %s") % date_format(check.reached_on, "j F Y"))
    return capfirst("; ".join(words))


class LanguageFilter(admin.AllValuesFieldListFilter):
    """A filter over the languages of sources; it says where none is given."""

    def choices(self, changelist):
        """Name what has no name of its own."""
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or _("not given")}


@admin.register(Source)
class SourceAdmin(GuardedAdmin):
    """Admin pages of sources; one that a public record cites is guarded like that record."""

    list_display = [
        "__str__", "url_opened", "whether_reached", "publisher", "year", "language", "updated_at",
    ]  # fmt: skip
    list_select_related = ["link_check"]
    tasks = TASKS
    list_filter = [TaskFilter, "url_opened", ("language", LanguageFilter), "year"]
    search_fields = ["title", "publisher", "url", "other_url", "archived_url", "read_in"]
    date_hierarchy = "updated_at"
    readonly_fields = ["whether_reached", "citing_records", "created_at", "updated_at"]
    fieldsets = [
        (_("Document"), {"fields": ["title", "publisher", ("year", "language")]}),
        (
            _("Where it can be read"),
            {
                "fields": [
                    "url",
                    "whether_reached",
                    "url_opened",
                    "other_url",
                    "archived_url",
                    "read_in",
                ]
            },
        ),
        (_("Use"), {"fields": ["citing_records", ("created_at", "updated_at")]}),
    ]
    locked_because = _(
        "A published record cites this source, so you cannot change it here. Ask a reviewer to "
        "unpublish the records that cite it first, or to make the change."
    )
    view_on_site = False  # a source has no page of its own: readers meet it on the citing records

    def is_locked(self, request, record):
        """Say whether a public record cites the source and the person here may not publish."""
        if record is None or request.user.has_perm("catalogue.publish_practice"):
            return False
        return any(found.exists() for found in cited_by(record, status=Status.PUBLISHED))

    @admin.display(description=_("whether the address leads there"))
    def whether_reached(self, source):
        """Return what came of asking for the address."""
        return told(source.checked) if source.checked else ""

    @admin.display(description=_("cited by"))
    def citing_records(self, source):
        """Return links to the records that cite the source."""
        return render_record_links(record for found in cited_by(source) for record in found)
