"""Admin pages of sources."""

import re

from django.contrib import admin
from django.db.models import Q
from django.forms import Script
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import VersionedAdmin
from catalogue.editorial.dashboard import PROPOSED, Task, TaskFilter
from catalogue.editorial.proposal_views import is_proposing
from catalogue.editorial.proposals import is_changed_by_two
from catalogue.editorial.record_page import model_admin_url
from catalogue.editorial.urls import NOTE_PAGE, PROPOSAL_PAGES, RECORD_PAGES
from catalogue.sources.addresses import canonical_address
from catalogue.sources.link_checks import broken_link
from catalogue.sources.models import Source
from catalogue.sources.views import known_address_view


def needs_look(desk) -> Q:
    """Return the condition that a source has an address to look at.

    It was not opened, or it is broken and there is no archived copy.
    """
    return ~Q(url="") & (Q(url_opened=False) | broken_link() & Q(archived_url=""))


class LanguageFilter(admin.AllValuesFieldListFilter):
    """Filters sources by language, or by not having one."""

    def choices(self, changelist):
        """Label the choice of no language."""
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or _("not given")}


@admin.register(Source)
class SourceAdmin(VersionedAdmin):
    """Admin pages of sources; one that a public record cites is locked like that record."""

    list_display = [
        "__str__", "url_opened", "whether_reached", "publisher", "year", "language", "updated_at",
    ]  # fmt: skip
    list_select_related = ["link_check"]
    pages = [
        *RECORD_PAGES,
        *PROPOSAL_PAGES,
        NOTE_PAGE,
        ("known-address/", known_address_view, "known_address"),
    ]
    noted_field, needed_for_note = "url_opened", "url"
    tasks = [
        Task("unopened", _("Source links to check"), "change", needs_look),
        *PROPOSED,
    ]
    list_filter = [TaskFilter, "url_opened", ("language", LanguageFilter), "media", "year"]
    search_fields = ["title", "publisher", "url", "other_url", "archived_url", "read_in"]

    readonly_fields = ["whether_reached", "created_at", "updated_at"]
    fieldsets = [
        (_("Document"), {"fields": ["title", "publisher", ("year", "language", "media")]}),
        (
            _("Link"),
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
        (_("Dates"), {"fields": [("created_at", "updated_at")]}),
    ]
    locked_because = _(
        "A published record cites this source: propose a change, which another person confirms."
    )
    view_on_site = False  # a source has no page of its own: readers meet it on the citing records

    class Media:
        js = [Script("js/source.js", defer=True)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Let the form of a new source say at once whether its address is known."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and "url" in form.base_fields:
            known = model_admin_url(self.model, "known_address")
            form.base_fields["url"].widget.attrs["data-known-addresses"] = known
        return form

    def read_codes(self, typed):
        """Read an address in the form that all its spellings have."""
        return [canonical_address(typed)] if re.search(r"\w\.\w", typed) else []

    def describe_choice(self, record):
        """Show who published it, when, and where it can be read."""
        facts = [record.publisher, str(record.year or ""), record.url if record.title else ""]
        return " · ".join(filter(None, facts))

    def is_locked(self, request, record):
        """Return True if a public record cites the source."""
        return record is not None and not is_proposing(request) and is_changed_by_two(record)

    @admin.display(description=_("link status"))
    def whether_reached(self, source):
        """Return what the last checks of the address found."""
        check, words = source.checked, []
        if check is None:
            return ""
        if check.is_broken:
            moment = date_format(check.failing_since, "j F Y")
            words.append(_("could not be reached since %s") % moment)
        if check.said:
            words.append(f"{check.said} ({date_format(check.asked_on, 'j F Y')})")
        if check.reached_on:
            words.append(_("last reached on %s") % date_format(check.reached_on, "j F Y"))
        return capfirst("; ".join(words))
