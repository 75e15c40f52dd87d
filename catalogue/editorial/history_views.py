"""Admin pages of the history: versions, how two differ, restoring, and what was deleted.

Every view takes the admin pages of the model as `model_admin`.
"""

from django.contrib import messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Curated
from catalogue.editorial import decisions, proposals
from catalogue.editorial.proposals import is_changed_by_two
from catalogue.editorial.record_page import admin_url, model_admin_url
from catalogue.editorial.views import decision_page, get_record, render_page
from catalogue.editorial.workflow import has_right
from catalogue.versions import history, revisions
from catalogue.versions.content import read_record, read_version
from catalogue.versions.diff import compare_contents
from catalogue.versions.restore import recover_record, restore_version


def history_view(request, pk, model_admin):
    """List the versions of a record, from which two are chosen to be compared."""
    record = get_record(request, pk, model_admin)
    if (root := history.get_root_record(record)) is not record:
        return HttpResponseRedirect(admin_url(root, "history"))
    return render_page(
        request, "admin/versions.html", record, model_admin,
        title=_("History"), versions=list(history.get_versions(record)),
        can_restore=can_restore(request, record, model_admin), compare=admin_url(record, "compare"),
    )  # fmt: skip


def compare_view(request, pk, model_admin):
    """Show what changed between two versions, by default the last two."""
    record = get_record(request, pk, model_admin)
    versions = {version.pk: version for version in history.get_versions(record)}
    older, newer = get_compared_versions(request, versions)
    fields = []
    if older and newer:
        fields = compare_contents(type(record), read_version(older), read_version(newer))
    return render_page(
        request, "admin/compare.html", record, model_admin,
        title=_("Compare versions"), older=older, newer=newer, fields=fields,
    )  # fmt: skip


def get_compared_versions(request, versions: dict) -> tuple:
    """Return the two versions that a request names, the older one first."""
    keys = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(keys):
        last = sorted(versions)[-2:]
        return tuple(versions[key] for key in last) if len(last) == 2 else (None, None)
    try:
        older, newer = sorted(int(key) for key in keys)
        return versions[older], versions[newer]
    except (KeyError, ValueError):
        raise Http404 from None


def can_restore(request, record, model_admin) -> bool:
    """Return True if the user may make an old version of a record the newest one, or propose it."""
    if is_public_record(record, model_admin):
        return has_right(request.user, "change", record)
    is_root = history.get_root_record(record) is record
    return is_root and model_admin.has_change_permission(request, record)


def is_public_record(record, model_admin) -> bool:
    """Return True if readers see a record: then it is changed in a revision or by a proposal."""
    if isinstance(record, Curated):
        return record.is_public
    return model_admin.takes_proposals and is_changed_by_two(record)


def restore_view(request, pk, version, model_admin):
    """Show what restoring an old version changes, and make it the newest.

    A public record stays as it is: the version is restored in a revision of it, or proposed.
    """
    record = get_record(request, pk, model_admin)
    if not can_restore(request, record, model_admin):
        raise PermissionDenied
    old = get_object_or_404(history.get_versions(record), pk=version)
    moment = date_format(timezone.localtime(old.revision.date_created), "j F Y, H:i")
    restored = _("Restored the version of %s.") % moment

    def restore(seen):
        decisions.check_displayed(record, seen)
        if is_public_record(record, model_admin) and not isinstance(record, Curated):
            proposals.propose_version(old, record, by=request.user, reason=restored)
            messages.success(
                request, _("%s: change proposed. Another person has to confirm it.") % record
            )
            return record
        target = restore_to_record_or_revision(old, record, request.user)
        history.add_comment(restored)
        history.add_version(target)
        messages.success(request, restored)
        return target

    return decision_page(
        request, record, model_admin, restore, button=_("Restore"),
        title=_("Restore the version of %s") % moment,
        fields=compare_contents(type(record), read_record(record), read_version(old)),
    )  # fmt: skip


@transaction.atomic
def restore_to_record_or_revision(version, record, user):
    """Restore a version to a record, or to a new revision if it is public; return which."""
    if isinstance(record, Curated) and record.is_public:
        if revisions.find_revision(record):
            raise ValidationError(_("It has an open revision. Publish or discard that first."))
        record = revisions.begin_revision(record, by=user)
    restore_version(version, record, by=user)
    return record


def deleted_view(request, model_admin):
    """List the deleted records of a model, and bring one back."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    deleted = Version.objects.get_deleted(model_admin.model).select_related("revision__user")
    if request.method == "POST":
        version = get_object_or_404(deleted, pk=request.POST.get("version"))
        return recover_deleted_record(request, version, model_admin)
    return render_page(
        request, "admin/deleted.html", None, model_admin,
        versions=list_deletions(deleted, model_admin.model),
        title=_("Deleted %s") % model_admin.opts.verbose_name_plural,
    )  # fmt: skip


def recover_deleted_record(request, version, model_admin):
    """Bring back one record, or show why that is impossible."""
    try:
        record = recover_record(version, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(model_admin_url(model_admin.model, "deleted"))
    history.add_comment(_("Restored after deletion."))
    history.add_version(record)
    messages.success(request, _("%s restored as a draft.") % record)
    return HttpResponseRedirect(admin_url(record))


def list_deletions(versions, model) -> list[tuple]:
    """Return (last version, log entry of its deletion or None) of deleted records, newest first.

    A revision that was published is no longer there either, but was not deleted by anybody.
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
