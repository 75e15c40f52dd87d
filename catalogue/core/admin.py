"""What the admin pages of every noun share: who may change what, and how a record is published."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalogue.core import publication
from catalogue.core.forms import FIELDS, RecordForm, RowFormSet
from catalogue.core.models import Status

admin.site.site_header = _("Catalogue of Counter-Terrorism Good Practices")
admin.site.site_title = _("Catalogue desk")
admin.site.index_title = _("Records and vocabularies")


class Guarded:
    """Keeps what is public, or was, from anybody who may not publish it."""

    def is_locked(self, request, record):
        """Say whether the person at the desk may read this record, but not change it."""
        return record is not None and publication.is_locked(record, to=request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_locked(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_locked(request, obj)


class Rows(Guarded, admin.TabularInline):
    """Rows inside a record (a citation, a role), guarded as the record is."""

    form = RecordForm
    formset = RowFormSet
    extra = 0
    select_related = ()
    needed_when_public = False
    formfield_overrides = FIELDS

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name each field of a row for a screen reader; beside a relation leave add and look."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = db_field.verbose_name
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and not self.is_locked(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)

    def get_formset(self, request, obj=None, **kwargs):
        if self.needed_when_public and obj is not None and obj.is_public:
            kwargs |= {"min_num": 1, "validate_min": True}
        return super().get_formset(request, obj, **kwargs)


class CitationRows(Rows):
    """The places in sources on which a record rests."""

    autocomplete_fields = ["source"]
    fields = ["position", "source", "locator", "quotation", "accessed_on"]
    select_related = ["source"]


class GuardedAdmin(Guarded, admin.ModelAdmin):
    """Admin pages of records that readers may see."""

    list_per_page = 50
    form = RecordForm
    formfield_overrides = FIELDS
    change_form_template = "admin/record.html"
    locked_because = _(
        "Readers can see this record, or could, so you cannot change it here. "
        "Ask a reviewer to unpublish it first; then it is a draft that you can edit."
    )

    def get_object(self, request, object_id, from_field=None):
        """Hold a record while its form is saved, so that nobody publishes it in between."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST":
            self.hold(obj)
        return obj

    def hold(self, obj):
        """Keep others from changing the record until this request is answered."""
        if transaction.get_connection().in_atomic_block:
            publication.hold(obj)

    def render_change_form(self, request, context, *args, **kwargs):
        locked = self.is_locked(request, kwargs["obj"])
        context["locked"] = self.locked_because if locked else ""
        context |= self.buttons(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def buttons(self, request, obj):
        """Say which buttons of publication a record has: none."""
        return {"may_publish": False, "may_unpublish": False}


class PublishableAdmin(GuardedAdmin):
    """Admin pages of a noun with a status; only its two actions change that status."""

    actions = ["publish_selected", "unpublish_selected"]
    needed_when_public = ()
    readonly_fields = ["status", "published_at", "created_at", "updated_at"]
    date_hierarchy = "updated_at"

    def has_publish_permission(self, request):
        """Say whether the person at the desk may publish this noun."""
        return publication.may_publish(request.user, self.model)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed_on(self, obj):
        """Return the day of the last change; the hour is on the record's own page."""
        return timezone.localdate(obj.updated_at)

    def view_on_site(self, obj):
        """Return the address of the public page, which only a published record has."""
        return obj.get_absolute_url() if obj.is_public else None

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and obj.status == Status.WITHDRAWN:
            fieldsets.append((_("Withdrawal"), {"fields": ["withdrawal_reason"]}))
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and obj.is_public:
            for name in form.base_fields.keys() & set(self.needed_when_public):
                form.base_fields[name].required = True
        return form

    def buttons(self, request, obj):
        """Say which buttons of publication a record has for the person at the desk."""
        may = obj is not None and self.has_change_permission(request, obj)
        may = may and self.has_publish_permission(request)
        waits = may and obj.status in (Status.DRAFT, Status.IN_REVIEW)
        return {"may_publish": waits, "may_unpublish": may and not waits}

    def response_change(self, request, obj):
        """After one of the two buttons of publication, stay on the record and tell the outcome."""
        buttons = {"_publish": self.publish_one, "_unpublish": self.unpublish_one}
        for name in buttons.keys() & request.POST.keys():
            messages.info(request, _("Your changes are saved."))
            buttons[name](request, obj)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    @admin.action(
        description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"]
    )
    def publish_selected(self, request, queryset):
        """Publish each selected record on its own, and say of each what came of it."""
        for record in queryset:
            self.publish_one(request, record)

    @admin.action(
        description=_("Unpublish selected %(verbose_name_plural)s (back to draft)"),
        permissions=["publish"],
    )
    def unpublish_selected(self, request, queryset):
        """Take each selected record back to draft, and say of each what came of it."""
        for record in queryset:
            self.unpublish_one(request, record)

    def publish_one(self, request, record):
        """Publish a record, or say what it lacks."""
        self.attempt(request, record, publication.publish, _("Published."))

    def unpublish_one(self, request, record):
        """Take a record back to draft, or say why not."""
        self.attempt(request, record, publication.unpublish, _("Back to draft, no longer public."))

    def attempt(self, request, record, change, done):
        """Make one change of status and tell its outcome; a refusal leaves the record as it is."""
        try:
            change(record, by=request.user)
        except ValidationError as refusal:
            messages.error(request, f"{record}: {' '.join(refusal.messages)}")
        else:
            self.log_change(request, record, str(done))
            messages.success(request, f"{record}: {done}")


class CuratedAdmin(PublishableAdmin):
    """Admin pages of a noun under stewardship."""

    readonly_fields = [
        "code",
        "author",
        "reviewer",
        "version",
        *PublishableAdmin.readonly_fields,
    ]
    stewardship = (
        _("Stewardship"),
        {
            "fields": [
                ("status", "published_at"),
                ("author", "reviewer"),
                ("last_verified_on", "verdict"),
                "review_due_on",
                "review_note",
                "change_note",
                "merged_into",
                ("version", "created_at", "updated_at"),
            ]
        },
    )

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)


def links_to(records, empty="-"):
    """Return links to the admin pages of `records`, or `empty` where there are none."""
    addresses = (
        (
            reverse(
                f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
            ),
            record,
        )
        for record in records
    )
    return format_html_join(", ", '<a href="{}">{}</a>', addresses) or empty
