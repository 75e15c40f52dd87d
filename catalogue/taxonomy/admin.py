"""Admin pages of the vocabularies, the regions and the countries."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalogue.editorial.admin import VersionedAdmin
from catalogue.editorial.forms import EditForm, RecordForm
from catalogue.editorial.inlines import BaseInline, build_inline
from catalogue.editorial.usage import count_public_uses, has_uses
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


class NameForm(RecordForm):
    """The form of a record whose name readers see on others: a new name is explained.

    `name_field` is the field that holds the name.
    """

    name_field = "name"
    change_note = forms.CharField(
        label=_("reason"), max_length=300, required=False, widget=AdminTextInputWidget
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["change_note"].help_text = self.describe_uses()

    def describe_uses(self) -> str:
        """Return how many public records show the name, and that a new one needs a reason."""
        number = count_public_uses(self.instance)
        text = ngettext(
            "%(number)d public record shows the name. A new name changes it at once: write "
            "why, for example: as the Council calls it since 2024.",
            "%(number)d public records show the name. A new name changes them at once: write "
            "why, for example: as the Council calls it since 2024.",
            number,
        )
        return text % {"number": number}

    def clean(self):
        """Ask for the reason of a new name that public records show."""
        cleaned = super().clean()
        is_renamed = self.instance.pk and self.name_field in self.changed_data
        if is_renamed and not cleaned.get("change_note") and count_public_uses(self.instance):
            self.add_error("change_note", self.describe_uses())
        return cleaned


class TermForm(NameForm, EditForm):
    """The form of a term of a vocabulary, which makes the code of a new one from its label."""

    name_field = "label"

    class Meta:
        help_texts = {
            "label": _("As readers see it, for example: Sports and major events."),
            "slug": _(
                "Part of addresses and files, and never changed. Left empty, it is made from the "
                "label, for example: sports_and_major_events."
            ),
            "definition": _("What it means here, for example: stadiums, races and fan zones."),
            "parent": _(
                "The wider term; its records are those of its narrower terms too, for example: "
                "public places."
            ),
            "order": _("The place among the terms, for example: 3. A new one comes last."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        """Make the code of a new term from its label."""
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            code = slugify(cleaned.get("label", "")).replace("-", "_")
            cleaned["slug"] = code[: self.instance._meta.get_field("slug").max_length]
            if not code:
                self.add_error("slug", _("Enter a code."))
        return cleaned


class StableAdmin(VersionedAdmin):
    """Admin pages of records whose code is part of addresses and files, and so never changes."""

    form = NameForm
    stable_fields = ()
    list_per_page = 300

    def get_fieldsets(self, request, obj=None):
        """Ask for the reason of a change."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (_("Reason"), {"fields": ["change_note"]})]

    def get_changeform_initial_data(self, request):
        """Put a new record after the last one."""
        initial = super().get_changeform_initial_data(request)
        if "order" not in {field.name for field in self.opts.fields}:
            return initial
        last = self.model.objects.aggregate(last=Max("order"))["last"]
        return {"order": (last or 0) + 1} | initial

    def has_delete_permission(self, request, obj=None):
        """Let only what nothing names be deleted, one at a time."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not has_uses(obj)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj is None else [*self.readonly_fields, *self.stable_fields]


class TermAdmin(StableAdmin):
    """Admin pages of a vocabulary."""

    form = TermForm
    stable_fields = ["slug"]
    list_display = ["label", "slug", "parent", "order", "use"]
    list_filter = ["retired", "parent"]
    list_select_related = ["parent"]
    search_fields = ["label", "slug", "definition", "other_names__name"]

    readonly_fields = ["created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["label", "slug", "definition"]}),
        (_("Place in the vocabulary"), {"fields": ["parent", "order", "retired"]}),
        (_("Dates"), {"fields": [("created_at", "updated_at")]}),
    ]

    @admin.display(description=_("use"), ordering="retired")
    def use(self, term):
        """Return whether a term is offered for new records."""
        return _("Retired") if term.retired else _("In use")

    def has_delete_permission(self, request, obj=None):
        """Let who keeps the vocabulary delete a term that nothing names, made by mistake."""
        may = self.has_change_permission(request, obj)
        return may and obj is not None and not has_uses(obj)

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
