"""Admin pages and actions beside those of Django: the history, transitions, revisions, verdicts.

Every view takes the admin pages of the model as `model_admin`.
"""

from contextlib import contextmanager
from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from catalogue.core.models import Curated, Status, Verdict
from catalogue.editorial import workflow
from catalogue.editorial.conflicts import posted_texts
from catalogue.editorial.record_page import VERDICT_INPUT, admin_url, model_admin_url
from catalogue.editorial.verification import verify_record
from catalogue.editorial.workflow import Transition, has_right
from catalogue.versions import history, revisions
from catalogue.versions.content import read_content, read_version
from catalogue.versions.diff import compare_contents
from catalogue.versions.restore import recover_record, restore_version
from catalogue.versions.revisions import RecordGone


def get_record(request, pk, model_admin):
    """Return a record that the user may see; raise Http404 or PermissionDenied otherwise.

    Raise RecordGone where a button was pressed: it was there when the page was opened.
    """
    record = model_admin.get_object(request, pk)
    if record is None:
        raise RecordGone(model_admin.model) if request.method == "POST" else Http404
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    return record


def render_page(request, template: str, record, model_admin, *, status: int = 200, **context):
    """Return a page about a record in the admin, or about its model if the record is None."""
    shared = {
        **model_admin.admin_site.each_context(request), "opts": model_admin.opts,
        "original": record, "back": record and admin_url(record),
    }  # fmt: skip
    return render(request, template, shared | context, status=status)


def render_gone_page(request, model_admin):
    """Return the page for a record that is no longer there, with what was typed."""
    return render_page(
        request, "admin/gone.html", None, model_admin, status=410, title=_("It is no longer there"),
        posted_texts=posted_texts(request, model_admin.model),
        deleted=model_admin_url(model_admin.model, "deleted"),
        can_recover=model_admin.has_add_permission(request),
    )  # fmt: skip


@contextmanager
def show_refusal(request, record):
    """Show why something cannot be done with a record, if the block raises ValidationError."""
    try:
        yield
    except ValidationError as refusal:
        messages.error(request, f"{record}: {' '.join(refusal.messages)}")


def button_view(view):
    """Return the view of a button that changes a record; it goes on to the record that results.

    `view` returns that record, or raises ValidationError if there is a reason against it.
    """

    @wraps(view)
    def press_button(request, pk, model_admin):
        target = record = get_record(request, pk, model_admin)
        if request.method != "POST" or not has_right(request.user, "change", record):
            raise PermissionDenied
        with show_refusal(request, record):
            target = view(request, record, model_admin)
        return HttpResponseRedirect(admin_url(target))

    return press_button


# --- History ----------------------------------------------------------------------------------


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
    """Return True if the user may make an old version of a record the newest one."""
    if isinstance(record, Curated) and record.is_public:
        return has_right(request.user, "change", record)
    is_root = history.get_root_record(record) is record
    return is_root and model_admin.has_change_permission(request, record)


def restore_view(request, pk, version, model_admin):
    """Make an old version the newest; of a published record, in a revision of it."""
    record = get_record(request, pk, model_admin)
    if request.method != "POST" or not can_restore(request, record, model_admin):
        raise PermissionDenied
    old = get_object_or_404(history.get_versions(record), pk=version)
    try:
        target = restore_to_record_or_revision(old, record, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(admin_url(record, "history"))
    moment = date_format(timezone.localtime(old.revision.date_created), "j F Y, H:i")
    history.add_comment(_("Restored the version of %s.") % moment)
    history.add_version(target)
    messages.success(request, _("Restored the version of %s.") % moment)
    return HttpResponseRedirect(admin_url(target))


@transaction.atomic
def restore_to_record_or_revision(version, record, user):
    """Restore a version to a record, or to a new revision if it is public; return which."""
    if isinstance(record, Curated) and record.is_public:
        if revisions.find_revision(record):
            raise ValidationError(_("It has an open revision: publish or discard that first."))
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
    history.add_comment(_("Recovered after it was deleted."))
    history.add_version(record)
    messages.success(request, _("%s is back, as a draft.") % record)
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


# --- Transitions ------------------------------------------------------------------------------


def transition_view(request, pk, move, model_admin):
    """Ask for confirmation and for the text that a transition needs, then make it."""
    record = get_record(request, pk, model_admin)
    try:
        transition = workflow.get_transition(record, move)
    except KeyError:
        raise Http404 from None
    if not has_right(request.user, transition.right, record):
        raise PermissionDenied
    text, is_posted = request.POST.get("text", ""), request.method == "POST"
    if is_posted and not was_changed_meanwhile(request, record):
        if target := try_transition(request, record, transition, model_admin, text):
            return HttpResponseRedirect(admin_url(target))
    elif not is_posted and (why := workflow.explain_refusal(transition, record, request.user)):
        messages.error(request, f"{record}: {why}")
        return HttpResponseRedirect(admin_url(record))
    return render_page(
        request, "admin/transition.html", record, model_admin,
        transition=transition, text=text, title=transition.label,
    )  # fmt: skip


def was_changed_meanwhile(request, record) -> bool:
    """Return True, with a message, if a record was changed since the confirmation was opened."""
    token = str(record.edit_token)
    if request.POST.get("edit_token", token) == token:
        return False
    messages.error(
        request, _("It was changed while this page was open. Look at it again before you decide.")
    )
    return True


def try_transition(request, record, transition: Transition, model_admin, text: str = ""):
    """Make one transition and show its outcome; return the resulting record, None if refused."""
    comment = text.strip() or revisions.describe_revision(record, transition.target)
    with show_refusal(request, record):
        target = workflow.make_transition(transition.name, record, by=request.user, text=text)
        history.add_comment(comment)
        history.add_comment("" if text.strip() else str(transition.message))
        history.add_version(target)
        model_admin.log_change(request, target, str(transition.message))
        messages.success(request, f"{target}: {transition.message}")
        return target


def make_transition_of_selected(transition: Transition, model_admin, request, queryset):
    """Make a transition of each selected record on its own, and show each outcome."""
    for record in queryset:
        try_transition(request, record, transition, model_admin)


def preview_view(request, pk, model_admin):
    """Show a record, which need not be public, as readers would see it."""
    record = get_record(request, pk, model_admin)
    return model_admin.public_page().render_page(request, record, preview=admin_url(record))


# --- Revisions --------------------------------------------------------------------------------


@button_view
def revise_view(request, record, model_admin):
    """Begin the revision of a published record, or go to the open one."""
    is_new = revisions.find_revision(record) is None
    revision = revisions.begin_revision(record, by=request.user)
    if is_new:
        history.add_comment(_("Begun from version %d.") % record.version)
    return revision


def changes_view(request, pk, model_admin):
    """Show what a revision changes in the published record."""
    revision = get_record(request, pk, model_admin)
    if not revisions.is_revision(revision):
        raise Http404
    fields = compare_contents(
        type(revision), read_content(revision.revises), read_content(revision)
    )
    return render_page(
        request, "admin/changes.html", revision, model_admin,
        title=_("What it changes"), fields=fields,
    )  # fmt: skip


@button_view
def discard_view(request, revision, model_admin):
    """Delete the draft of a revision."""
    if not revisions.is_revision(revision) or revision.status != Status.DRAFT:
        raise ValidationError(_("Only the draft of a revision is discarded."))
    model_admin.log_deletions(request, type(revision).objects.filter(pk=revision.pk))
    revision.delete()
    text = _("%s is discarded; readers see what they saw. It is kept among what was deleted.")
    messages.success(request, text % revision)
    return revision.revises


@button_view
def rebase_view(request, revision, model_admin):
    """Bring a revision up to date with its record, which was changed meanwhile."""
    revisions.rebase_revision(revision, by=request.user)
    history.add_comment(_("Brought up to date with version %d.") % revision.revises.version)
    history.add_version(revision)
    messages.success(request, _("It is up to date, and a draft again: look it through."))
    return revision


# --- Verification -----------------------------------------------------------------------------


@button_view
def verify_view(request, record, model_admin):
    """Verify a record today."""
    try_verification(request, record, request.POST.get(VERDICT_INPUT, ""), model_admin)
    return record


@admin.action(description=gettext_lazy("Verified today: selected %(verbose_name_plural)s"),
              permissions=["change"])  # fmt: skip
def verify_selected(model_admin, request, queryset):
    """Verify each selected record on its own."""
    for record in queryset:
        try_verification(request, record, Verdict.CONFIRMED, model_admin)


def try_verification(request, record, verdict: str, model_admin) -> None:
    """Verify a record and show the outcome."""
    with show_refusal(request, record):
        verify_record(record, by=request.user, verdict=verdict)
        model_admin.log_change(request, record, str(_("Verified.")))
        due = {"record": record, "day": f"{record.review_due_on:%Y-%m-%d}"}
        messages.success(request, _("%(record)s: verified today. Due again on %(day)s.") % due)
