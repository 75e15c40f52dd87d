"""What the admin pages of every noun share: who may change what, and how a record moves on."""

from django.contrib import admin
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status
from catalogue.versions import history
from catalogue.versions.autocomplete import LookedUp
from catalogue.versions.forms import FORMFIELD_OVERRIDES, ChangeNoteForm, EditForm
from catalogue.versions.history_admin import HistoryPages
from catalogue.versions.inlines import BaseInline, CitationInline, PublicLockMixin
from catalogue.versions.locking import lock_for_update
from catalogue.versions.posted_data import typed
from catalogue.versions.revision_admin import RevisionPages
from catalogue.versions.revisions import is_revision
from catalogue.versions.workflow_admin import MovePages

__all__ = [
    "BaseInline", "CitationInline", "CuratedAdmin", "GuardedAdmin", "PublishableAdmin",
    "render_record_links",
]  # fmt: skip

admin.site.site_header = _("Catalogue of Counter-Terrorism Good Practices")
admin.site.site_title = _("Catalogue desk")
admin.site.index_title = _("Records and vocabularies")


class VersionedAdmin(LookedUp, HistoryPages, admin.ModelAdmin):
    """Admin pages of records whose every save is kept, and that nobody overwrites unknowingly."""

    form = EditForm
    formfield_overrides = FORMFIELD_OVERRIDES
    change_form_template = "admin/record.html"

    def get_object(self, request, object_id, from_field=None):
        """Hold a record while its form is saved, so that nobody publishes it in between."""
        obj = super().get_object(request, object_id, from_field or None)  # none is no field
        if obj is not None and request.method == "POST":
            self.hold(obj)
        return obj

    def hold(self, obj):
        """Keep others from changing the record until this request is answered."""
        if transaction.get_connection().in_atomic_block:
            lock_for_update(obj)

    def save_model(self, request, obj, form, change):
        """Save a new record; one that was there waits for its rows (`save_related`)."""
        if not change:
            history.get_root_record(obj).changed_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save all that was changed, and keep a snapshot of it with the reason that was given.

        Who saves a form in which nothing was changed has not changed the record.
        """
        record, whole = form.instance, history.get_root_record(form.instance)
        changed = not change or any(each.has_changed() for each in [form, *formsets])
        if change and changed:
            whole.changed_by = request.user
            record.save()
        super().save_related(request, form, formsets, change)
        if not changed:
            return
        if whole is not record:
            whole.save()
        history.add_comment(form.cleaned_data.get("change_note") or "")
        history.add_version(whole)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= self.about(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    def about(self, request, record) -> dict:
        """Return what the page of a record says besides its form."""
        return {
            "locked": "", "standing": "", "preview": "", "saving_moves": [], "other_moves": [],
            "revise": "", "revises": None, "revision": None, "catch_up": "", "discard": "",
        }  # fmt: skip

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Show what was typed for a record that was deleted meanwhile."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        context = {
            **self.admin_site.each_context(request), "opts": opts, "title": _("It was deleted"),
            "typed": typed(request, self.model), "deleted": self.address("deleted"),
            "may_recover": self.has_add_permission(request),
        }  # fmt: skip
        return render(request, "admin/gone.html", context, status=410)


class GuardedAdmin(PublicLockMixin, VersionedAdmin):
    """Admin pages of records that readers may see."""

    list_per_page = 50
    locked_because = _(
        "Readers can see this record, or could, so you cannot change it here. "
        "Ask a reviewer to unpublish it first; then it is a draft that you can edit."
    )

    def about(self, request, record) -> dict:
        """Return why a record cannot be changed here, where it cannot."""
        locked = self.locked_because if self.is_locked(request, record) else ""
        return super().about(request, record) | {"locked": locked}


class PublishableAdmin(MovePages, GuardedAdmin):
    """Admin pages of a noun with a status; only the moves of the workflow change that status."""

    form = ChangeNoteForm
    readonly_fields = ["status", "published_at", "created_at", "updated_at"]
    date_hierarchy = "updated_at"

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed_on(self, obj):
        """Return the day of the last change; the hour is on the record's own page."""
        return timezone.localdate(obj.updated_at)

    def view_on_site(self, obj):
        """Return the address of the public page, which only a published record has."""
        return obj.get_absolute_url() if obj.is_public else None

    def get_fieldsets(self, request, obj=None):
        """Ask why, where readers see what is changed; show why a record was withdrawn."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if issubclass(self.form, ChangeNoteForm) and self.changes_what_is_public(request, obj):
            fieldsets.append((_("Reason"), {"fields": ["change_note"]}))
        if obj is not None and obj.status == Status.WITHDRAWN:
            fieldsets.append((_("Withdrawal"), {"fields": ["withdrawal_reason"]}))
        return fieldsets

    def changes_what_is_public(self, request, obj) -> bool:
        """Say whether a save of this form is seen by readers at once."""
        public = obj is not None and history.get_root_record(obj).is_public
        return public and self.has_change_permission(request, obj)


class CuratedAdmin(RevisionPages, PublishableAdmin):
    """Admin pages of a noun under review and stewardship."""

    form = EditForm
    readonly_fields = [
        "code",
        "author",
        "reviewer",
        "changed_by",
        "version",
        *PublishableAdmin.readonly_fields,
    ]
    stewardship = (
        _("Stewardship"),
        {
            "fields": [
                ("status", "published_at"),
                ("author", "changed_by", "reviewer"),
                ("last_verified_on", "verdict"),
                "review_due_on",
                "review_note",
                "change_note",
                "merged_into",
                ("version", "created_at", "updated_at"),
            ]
        },
    )
    locked_because = ""  # where it stands says so

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Ask why, where a published record is changed."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and is_revision(obj) and "change_note" in form.base_fields:
            form.base_fields["change_note"].required = True
        return form

    def get_search_results(self, request, queryset, search_term):
        """Offer no revision where a record is looked up by typing."""
        found, doubles = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.filter(revises=None)
        return found, doubles


def render_record_links(records, empty="-"):
    """Return links to the admin pages of `records`, or `empty` where there are none."""
    addresses = ((admin_url(record), record) for record in records)
    return format_html_join(", ", '<a href="{}">{}</a>', addresses) or empty


def admin_url(record, page: str = "change") -> str:
    """Return the address of a page about a record at the desk."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk])
