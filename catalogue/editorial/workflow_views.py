"""Admin pages and actions on which the status of a record changes, or a revision, or its verdict.

Every view takes the admin pages of the model as `model_admin`.
"""

from contextlib import contextmanager
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.core.models import Status, Verdict
from catalogue.editorial import workflow
from catalogue.editorial.history_views import get_record, render_page
from catalogue.editorial.record_page import VERDICT_INPUT, admin_url
from catalogue.editorial.verification import verify_record
from catalogue.editorial.workflow import Transition
from catalogue.versions import history, revisions
from catalogue.versions.content import read_content
from catalogue.versions.diff import compare_contents


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
        if request.method != "POST" or not workflow.has_right(request.user, "change", record):
            raise PermissionDenied
        with show_refusal(request, record):
            target = view(request, record, model_admin)
        return HttpResponseRedirect(admin_url(target))

    return press_button


# --- Transitions ------------------------------------------------------------------------------


def transition_view(request, pk, move, model_admin):
    """Ask for confirmation and for the text that a transition needs, then make it."""
    record = get_record(request, pk, model_admin)
    try:
        transition = workflow.get_transition(record, move)
    except KeyError:
        raise Http404 from None
    if not workflow.has_right(request.user, transition.right, record):
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
