"""Admin pages of the vocabularies, the regions and the countries."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.admin import BaseInline, VersionedAdmin, build_inline
from catalogue.editorial.forms import EditForm, RecordForm
from catalogue.taxonomy.models import (
    Country,
    CountryOtherName,
    Measure,
    Region,
    Sector,
    Threat,
    get_other_name_model,
)


def other_name_inline(model, *fields: str) -> type[BaseInline]:
    """Return the inline for the other names of a record, with further fields."""
    return build_inline(model, ["position", "name", "language", "needs_review", *fields])


class StableAdmin(VersionedAdmin):
    """Admin pages of records whose code is part of addresses and files, and so never changes."""

    form = RecordForm
    stable_fields = ()
    list_per_page = 300

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is None else [*self.readonly_fields, *self.stable_fields]


class TermAdmin(StableAdmin):
    """Admin pages of a vocabulary."""

    form = EditForm
    stable_fields = ["slug"]
    list_display = ["label", "slug", "parent", "order", "retired"]
    list_filter = ["retired", "parent"]
    list_select_related = ["parent"]
    search_fields = ["label", "slug", "definition", "other_names__name"]

    readonly_fields = ["created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["label", "slug", "definition"]}),
        (_("Place in the vocabulary"), {"fields": ["parent", "order", "retired"]}),
        (_("Dates"), {"fields": [("created_at", "updated_at")]}),
    ]

    def get_inlines(self, request, obj):
        """Offer the other names, which each vocabulary has in a table of its own."""
        return [other_name_inline(get_other_name_model(self.model), "meant_for_several")]

    def offer_choices(self, records):
        """Offer no retired term; the list still finds it."""
        return records.filter(retired=False)

    def describe_choice(self, record):
        """Show what a term means here."""
        return record.definition


admin.site.register([Sector, Measure, Threat], TermAdmin)


@admin.register(Region)
class RegionAdmin(StableAdmin):
    """Admin pages of the regions."""

    stable_fields = ["code"]
    list_display = ["name", "code", "parent", "order"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    fields = ["name", "code", "parent", "order"]


@admin.register(Country)
class CountryAdmin(StableAdmin):
    """Admin pages of the countries and areas."""

    stable_fields = ["code", "alpha3", "numeric"]
    list_display = ["name", "code", "alpha3", "region", "un_member"]
    list_filter = ["un_member", "other_names__needs_review", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "code", "alpha3", "other_names__name"]
    fields = ["name", ("code", "alpha3", "numeric"), "region", "un_member"]
    inlines = [other_name_inline(CountryOtherName)]

    def describe_choice(self, record):
        """Show the code of a country."""
        return record.code
