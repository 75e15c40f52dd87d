"""Admin pages of the history: versions, any two side by side, restoring one, what was deleted."""

from django.contrib import messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Curated
from catalogue.versions import history, restore, revisions, version_content, workflow
from catalogue.versions.admin_mixins import DeskPages
from catalogue.versions.diff import compare_contents


class HistoryPages(DeskPages):
    """Gives the admin pages of a noun its history."""

    def get_urls(self):
        """Put the pages of the history before those of Django."""
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=self.name_of_page("deleted")),
            path("<path:pk>/compare/", view(self.compare_view), name=self.name_of_page("compare")),
            path(
                "<path:pk>/restore/<int:version>/",
                view(self.restore_view),
                name=self.name_of_page("restore"),
            ),
            *super().get_urls(),
        ]

    def log_addition(self, request, obj, message):
        """Note in the history too that a record is new, where no other reason was given."""
        entry = super().log_addition(request, obj, message)
        history.set_default_comment(entry.get_change_message())
        return entry

    def log_change(self, request, obj, message):
        """Note in the history too what was changed, where no other reason was given."""
        entry = super().log_change(request, obj, message)
        history.set_default_comment(entry.get_change_message())
        return entry

    def history_view(self, request, object_id, extra_context=None):
        """List the versions of a record, from which two are chosen to be compared."""
        record = self.record_or_404(request, object_id)
        if (whole := history.get_root_record(record)) is not record:
            return HttpResponseRedirect(
                reverse(admin_urlname(whole._meta, "history"), args=[whole.pk])
            )
        return self.show(
            request, "admin/versions.html", record,
            title=_("History"), versions=list(history.get_versions(record)),
            restorable=self.may_restore(request, record),
            compare=self.address("compare", record.pk),
        )  # fmt: skip

    def compare_view(self, request, pk):
        """Show what changed between two versions, by default the last two."""
        record = self.record_or_404(request, pk)
        known = {version.pk: version for version in history.get_versions(record)}
        older, newer = self.chosen(request, known)
        fields = []
        if older and newer:
            model = type(record)
            fields = compare_contents(
                model, version_content.read_version(older), version_content.read_version(newer)
            )
        return self.show(
            request, "admin/compare.html", record,
            title=_("Compare versions"), older=older, newer=newer, fields=fields,
        )  # fmt: skip

    def chosen(self, request, known: dict) -> tuple:
        """Return the two versions that are asked for, the older one first."""
        keys = sorted(known)
        asked = [request.GET.get(name, "") for name in ("from", "to")]
        if not all(asked):
            keys = keys[-2:] if len(keys) > 1 else [None, None]
            return known.get(keys[0]), known.get(keys[1])
        try:
            pair = sorted(int(each) for each in asked)
            return known[pair[0]], known[pair[1]]
        except (KeyError, ValueError):
            raise Http404 from None

    def may_restore(self, request, record) -> bool:
        """Say whether the person at the desk may make an old version the newest one."""
        if isinstance(record, Curated) and record.is_public:
            return workflow.has_right(request.user, "change", record)
        return history.get_root_record(record) is record and self.has_change_permission(
            request, record
        )

    def restore_view(self, request, pk, version):
        """Make an old version the newest; of a published record, in a revision of it."""
        record = self.record_or_404(request, pk)
        if request.method != "POST" or not self.may_restore(request, record):
            raise PermissionDenied
        old = get_object_or_404(history.get_versions(record), pk=version)
        try:
            target = self.restored(old, record, request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.address("history", record.pk))
        moment = date_format(timezone.localtime(old.revision.date_created), "j F Y, H:i")
        history.add_comment(_("Restored the version of %s.") % moment)
        history.add_version(target)
        messages.success(request, _("Restored the version of %s.") % moment)
        return HttpResponseRedirect(self.address("change", target.pk))

    @transaction.atomic
    def restored(self, old, record, user):
        """Restore a version, and return where: the record, or a new revision of it."""
        if isinstance(record, Curated) and record.is_public:
            if revisions.find_revision(record):
                raise ValidationError(
                    _("A revision of it is under way: publish or discard that first.")
                )
            record = revisions.begin_revision(record, by=user)
        restore.restore_version(old, record, by=user)
        return record

    def deleted_view(self, request):
        """List what was deleted of a noun, and bring one back."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        gone = Version.objects.get_deleted(self.model).select_related("revision__user")
        if request.method == "POST":
            return self.recover(request, get_object_or_404(gone, pk=request.POST.get("version")))
        context = {
            **self.admin_site.each_context(request), "opts": self.opts,
            "versions": with_deletions(gone, self.model), "original": None,
            "title": _("Deleted %s") % self.opts.verbose_name_plural,
        }  # fmt: skip
        return render(request, "admin/deleted.html", context)

    def recover(self, request, version):
        """Bring back one record, or say why it cannot be."""
        try:
            record = restore.recover_record(version, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.address("deleted"))
        history.add_comment(_("Recovered after it was deleted."))
        history.add_version(record)
        messages.success(request, _("%s is back, as a draft.") % record)
        return HttpResponseRedirect(self.address("change", record.pk))


def with_deletions(versions, model) -> list[tuple]:
    """Return (version, log entry of its deletion or None), newest first.

    A revision that was put in the place of its record is gone as well, but nobody deleted it.
    """
    entries = LogEntry.objects.filter(
        action_flag=DELETION, content_type=ContentType.objects.get_for_model(model)
    ).select_related("user")
    deletions = {entry.object_id: entry for entry in entries.order_by("action_time")}
    found = [(version, deletions.get(version.object_id)) for version in versions]
    return [
        (version, entry) for version, entry in found
        if entry or not version.field_dict.get("revises_id")
    ]  # fmt: skip
