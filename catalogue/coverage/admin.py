"""Admin pages on which editors mark that two values never meet."""

from django.contrib import admin

from catalogue.coverage.models import NotApplicable
from catalogue.editorial.admin import VersionedAdmin


@admin.register(NotApplicable)
class NotApplicableAdmin(VersionedAdmin):
    """Admin of the pairs of values that cannot have a practice."""

    fields = ("paragraph", "measure", "threat", "sector", "reason")
    search_fields = (
        "reason",
        "paragraph__code",
        "measure__label",
        "threat__label",
        "sector__label",
    )
    list_display = ("__str__", "reason")
    list_select_related = ("paragraph__resolution", "measure", "threat", "sector")
    list_per_page = 100
