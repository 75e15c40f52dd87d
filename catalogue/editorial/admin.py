"""What the page of a record says of it besides its form: what it lacks, and what it looks like."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from catalogue.core.models import Status
from catalogue.editorial.completeness import completeness
from catalogue.editorial.duplicate_keys import DUPLICATE_RULES
from catalogue.editorial.duplicates import find_duplicates
from catalogue.versions.admin import admin_url
from catalogue.versions.revisions import is_revision

#: The class of a fieldset that stands below the rows of a record.
AFTER_ROWS = "after-rows"


def place_below_inlines(fieldset: tuple) -> tuple:
    """Return a fieldset that stands below the rows: what is filled in at the end."""
    name, options = fieldset
    return name, options | {"classes": [AFTER_ROWS]}


class DeskAdmin:
    """Shows on the page of a record how complete it is, and records that may be the same."""

    tasks = ()
    recommended = ()
    change_form_template = "admin/desk_record.html"

    def about(self, request, record) -> dict:
        """Add what a record lacks, and what it looks like."""
        found = super().about(request, record)
        if record is None:
            return found
        return found | {
            "completeness": completeness(record, self.recommended),
            "likely": [(admin_url(each.record), each) for each in self.likely(record)],
        }

    def likely(self, record) -> list:
        """Return the records that may be the same as a new one that is still being written."""
        if self.model not in DUPLICATE_RULES or is_revision(record):
            return []
        return find_duplicates(record) if record.status in (Status.DRAFT, Status.IN_REVIEW) else []

    def response_add(self, request, obj, post_url_continue=None):
        """Tell of likely doubles where the page of the record does not come next."""
        self.tell_of_doubles(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """Tell of likely doubles where the page of the record does not come next."""
        self.tell_of_doubles(request, obj)
        return super().response_change(request, obj)

    def tell_of_doubles(self, request, record) -> None:
        """Name the records that may be the same, with links, once the record is saved."""
        leaves = {"_save", "_addanother"} & request.POST.keys()
        if not leaves or not (found := self.likely(record)):
            return
        links = ((admin_url(each.record), each.record, each.reason) for each in found)
        named = format_html_join("; ", '<a href="{}">{}</a> ({})', links)
        told = format_html(_("Saved. Perhaps it is in the catalogue already: {}"), named)
        messages.warning(request, told)
