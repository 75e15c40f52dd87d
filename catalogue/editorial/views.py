"""Admin pages and actions beside those of Django: the history, transitions, revisions, verdicts.

Every view takes the admin pages of the model as `model_admin`.
"""

from contextlib import contextmanager
from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.core.models import Curated, Status, Verdict
from catalogue.core.text import normalize_text
from catalogue.editorial import decisions, workflow
from catalogue.editorial.dashboard import record_address
from catalogue.editorial.decisions import STATE_INPUT
from catalogue.editorial.named_drafts import (
    ALSO_INPUT,
    NamedDraft,
    find_named_drafts,
    make_transition_together,
    read_displayed_together,
    split_token,
)
from catalogue.editorial.record_page import (
    VERDICT_INPUT,
    admin_url,
    completeness_context,
    model_admin_url,
)
from catalogue.editorial.typed_texts import RESTORE_INPUT, note_saved, posted_texts
from catalogue.editorial.verification import (
    check_verification,
    find_earlier_verification,
    undo_verification,
    verify_record,
)
from catalogue.editorial.workflow import WITHDRAW, Transition, has_right
from catalogue.versions import history, revisions
from catalogue.versions.content import read_content
from catalogue.versions.diff import compare_contents
from catalogue.versions.revisions import RecordGone

#: So many records can be decided about at once.
MAX_SELECTED = 50


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
        "original": record, "back": record and record_address(request, record, model_admin),
    }  # fmt: skip
    return render(request, template, shared | context, status=status)


def render_gone_page(request, model_admin):
    """Return the page for a record that is no longer there, with what was typed."""
    return render_page(
        request, "admin/gone.html", None, model_admin, status=410, title=_("Record deleted"),
        posted_texts=posted_texts(request, model_admin.model, with_names=True),
        deleted=model_admin_url(model_admin.model, "deleted"),
        can_recover=model_admin.has_add_permission(request),
    )  # fmt: skip


def render_unsaved_page(request, model_admin, *, title, explanation, link, link_label):
    """Return the page for a form that cannot be saved, with what was typed; None if nothing was."""
    is_known = model_admin.admin_site.has_permission(request)
    texts = posted_texts(request, model_admin.model, with_names=is_known)
    if not texts:
        return None
    return render_page(
        request, "admin/unsaved.html", None, model_admin, status=403, title=title,
        explanation=explanation, link=link, link_label=link_label, posted_texts=texts,
        has_permission=is_known,
    )  # fmt: skip


def render_locked_page(request, record, model_admin):
    """Return the page for a form of a record that others published or withdrew meanwhile."""
    answer = render_unsaved_page(
        request, model_admin, title=_("Not saved: the record is locked"), link=admin_url(record),
        explanation=_("While this page was open, the record was published or withdrawn. Your "
                      "changes were not saved."),
        link_label=_("Open the record"),
    )  # fmt: skip
    if answer is None:
        raise PermissionDenied
    return answer


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
        return HttpResponseRedirect(record_address(request, target, model_admin))

    return press_button


# --- Decisions --------------------------------------------------------------------------------


def decision_page(
    request,
    record,
    model_admin,
    decide,
    *,
    template="admin/decision.html",
    read_parts=None,
    task="",
    **context,
):
    """Show what a decision is about; once it is confirmed, make it and go on to what results.

    `decide` takes the token of what was displayed, and returns the resulting record. It raises
    ValidationError if there is a reason against it; then the page shows the record as it is now.
    `read_parts` returns what is displayed if that is more than the record, and `task` names the
    list that is worked through.
    """
    if request.method == "POST" and RESTORE_INPUT not in request.POST:
        with show_refusal(request, record):
            target = decide(decisions.read_token(request.POST.get(STATE_INPUT, "")))
            note_saved(request)
            return HttpResponseRedirect(record_address(request, target, model_admin, task))
        record.refresh_from_db()
    parts = read_parts() if read_parts else decisions.read_displayed(record)
    return render_page(
        request, template, record, model_admin, parts=parts, token=decisions.write_token(parts),
        **context,
    )  # fmt: skip


# --- Transitions ------------------------------------------------------------------------------


def transition_view(request, pk, move, model_admin):
    """Show what a transition is about, ask for the text that it needs, and make it."""
    record = get_record(request, pk, model_admin)
    transition = find_transition(move)
    if not has_right(request.user, transition.right, record):
        raise PermissionDenied
    if why := workflow.explain_refusal(transition, record, request.user):
        messages.error(request, f"{record}: {why}")
        return HttpResponseRedirect(record_address(request, record, model_admin))
    texts = read_texts(request, "text", "original_key")
    drafts = find_named_drafts(record, transition, request.user)
    decide = partial(decide_together, request, record, transition, model_admin, drafts, **texts)
    return decision_page(
        request, record, model_admin, decide, template="admin/transition.html", drafts=drafts,
        read_parts=partial(read_displayed_together, record, drafts),
        transition=transition, title=transition.label, button=transition.label,
        task="review" if transition in (workflow.PUBLISH, workflow.RETURN) else "",
        asks_for_original=transition is WITHDRAW and isinstance(record, Curated),
        fields=list_revised_fields(record), **texts,
    )  # fmt: skip


def decide_together(
    request, record, transition: Transition, model_admin, drafts: list[NamedDraft], seen, **texts
):
    """Make a transition of a record, and of those drafts which it names that were ticked.

    Either all of it is done or nothing; nothing is noted before all was possible.
    """
    tokens = split_token(seen, drafts)
    ticked = [each for each in drafts if each.key in request.POST.getlist(ALSO_INPUT)]
    with transaction.atomic():
        revisions.lock_for_update(record)
        decisions.check_displayed(record, tokens[""])
        targets = make_transition_together(transition, ticked, tokens, by=request.user)
        result = make_noted_transition(request, record, transition, model_admin, **texts)
    for target in targets:
        pages = model_admin.admin_site.get_model_admin(type(target))
        note_transition(request, target, transition, pages)
    return result


def read_texts(request, *names: str) -> dict[str, str]:
    """Return what was typed into inputs, by name, in the stored form of texts."""
    return {name: normalize_text(request.POST.get(name, "")) for name in names}


def list_revised_fields(record) -> list:
    """Return each field that a revision changes; nothing for other records."""
    if not revisions.is_revision(record):
        return []
    return compare_contents(type(record), read_content(record.revises), read_content(record))


def find_transition(name: str) -> Transition:
    """Return a transition by its name; raise Http404 if there is none."""
    try:
        return workflow.get_transition(name)
    except KeyError:
        raise Http404 from None


def make_noted_transition(
    request, record, transition: Transition, model_admin, seen=None, *, text="", original_key=""
):
    """Make one transition, note it in the history, say so, and return the resulting record.

    `seen` is the token that the page of the decision carried; after a save there is none.
    """
    comment = text.strip() or revisions.describe_revision(record, transition.target)
    target = workflow.make_transition(
        transition.name, record, by=request.user, text=text, original_key=original_key, seen=seen
    )
    history.add_comment(comment)
    note_transition(request, target, transition, model_admin, is_commented=bool(text.strip()))
    return target


def note_transition(
    request, record, transition: Transition, model_admin, *, is_commented=False
) -> None:
    """Note a transition that was made in the history of a record, and say so."""
    history.add_comment("" if is_commented else str(transition.message))
    history.add_version(record)
    model_admin.log_change(request, record, str(transition.message))
    messages.success(request, f"{record}: {transition.message}")


def transition_selected(transition: Transition, model_admin, request, queryset):
    """Show what a transition of selected records is about, and make it once that is confirmed.

    Each record is decided on its own: what cannot be done with one leaves the others alone.
    """
    records = list(queryset[: MAX_SELECTED + 1])
    if len(records) > MAX_SELECTED:
        text = _("Select at most %d records.")
        messages.error(request, text % MAX_SELECTED)
        return None
    if "confirmed" in request.POST:
        for record in records:
            with show_refusal(request, record):
                seen = decisions.read_token(request.POST.get(f"{STATE_INPUT}-{record.pk}", ""))
                make_noted_transition(request, record, transition, model_admin, seen)
        return None
    choices = describe_choices(records, transition, request.user, model_admin)
    return render_page(
        request, "admin/transition_selected.html", None, model_admin, transition=transition,
        choices=choices, has_possible=any(not each["refusal"] for each in choices),
        title=transition.label, action=f"{transition.name}_selected",
    )  # fmt: skip


def describe_choices(records, transition: Transition, user, model_admin) -> list[dict]:
    """Return of each selected record what is decided about, or why that is impossible."""
    displayed = dict(decisions.read_all_displayed(model_admin.model, [each.pk for each in records]))
    return [
        {
            "record": record,
            "url": admin_url(record),
            "refusal": workflow.explain_refusal(transition, record, user),
            "completeness": completeness_context(record, model_admin.recommended),
            "hidden": decisions.list_hidden_names(displayed[record.pk]),
            "token": decisions.write_token(displayed[record.pk]),
        }
        for record in records
    ]


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
        history.add_comment(_("Started from version %d.") % record.version)
    return revision


def changes_view(request, pk, model_admin):
    """Show what a revision changes in the published record."""
    revision = get_record(request, pk, model_admin)
    if not revisions.is_revision(revision):
        raise Http404
    return render_page(
        request, "admin/changes.html", revision, model_admin,
        title=_("What it changes"), fields=list_revised_fields(revision),
    )  # fmt: skip


@button_view
def discard_view(request, revision, model_admin):
    """Delete the draft of a revision."""
    if not revisions.is_revision(revision) or revision.status != Status.DRAFT:
        raise ValidationError(_("Only a revision that is a draft can be discarded."))
    model_admin.log_deletions(request, type(revision).objects.filter(pk=revision.pk))
    revision.delete()
    text = _("%s discarded. The published record is unchanged. Find the revision under Deleted.")
    messages.success(request, text % revision)
    return revision.revises


@button_view
def rebase_view(request, revision, model_admin):
    """Bring a revision up to date with its record, which was changed meanwhile."""
    revisions.rebase_revision(revision, by=request.user)
    history.add_comment(_("Brought up to date with version %d.") % revision.revises.version)
    history.add_version(revision)
    messages.success(request, _("Brought up to date. Check it and submit it again."))
    return revision


# --- Verification -----------------------------------------------------------------------------


def verify_view(request, pk, model_admin):
    """Show a record with its sources, and note that it was verified today with a result."""
    record = get_record(request, pk, model_admin)
    with show_refusal(request, record):
        check_verification(record, request.user)
        return decision_page(
            request, record, model_admin, partial(verify, request, record, model_admin),
            template="admin/verify.html", title=_("Verify"), button=_("Mark as verified"),
            verdicts=Verdict.choices, task="overdue",
        )  # fmt: skip
    return HttpResponseRedirect(admin_url(record))


def verify(request, record, model_admin, seen: decisions.StateToken):
    """Verify a record with the result that was chosen, and say so."""
    verdict = request.POST.get(VERDICT_INPUT, "")
    verify_record(record, by=request.user, verdict=verdict, seen=seen)
    model_admin.log_change(request, record, str(_("Verified.")))
    due = {"record": record, "day": date_format(record.review_due_on, "j F Y")}
    messages.success(request, _("%(record)s: verified today. Due again on %(day)s.") % due)
    return record


def undo_verification_view(request, pk, model_admin):
    """Show a record, and take back the last verification of it."""
    record = get_record(request, pk, model_admin)
    if not has_right(request.user, "change", record):
        raise PermissionDenied

    def undo(seen):
        undo_verification(record, by=request.user, seen=seen)
        model_admin.log_change(request, record, str(_("Verification undone.")))
        messages.success(request, _("%s: verification undone.") % record)
        return record

    earlier = find_earlier_verification(record)
    note = _("The record will be shown as not verified again.")
    if earlier and (day := earlier[0]):
        note = _("The record will be shown as verified on %s again.") % date_format(day, "j F Y")
    title = _("Undo the last verification")
    return decision_page(request, record, model_admin, undo, title=title, button=title, note=note)


# --- Facts that are noted at once -------------------------------------------------------------


@button_view
def note_view(request, record, model_admin):
    """Note a fact that needs no second person, such as that an address was opened; or undo that."""
    root, field = history.get_root_record(record), model_admin.noted_field
    revisions.lock_for_update(root)
    record.refresh_from_db()
    needed, is_noted = model_admin.needed_for_note, request.POST.get("noted") == "1"
    if is_noted and not getattr(record, needed):
        label = record._meta.get_field(needed).verbose_name
        raise ValidationError(_("Before you can mark it, add: %s.") % label)
    setattr(record, field, is_noted)
    record.save()
    if root is not record:
        root.save()
    label = record._meta.get_field(field).verbose_name
    text = _("Marked: %s.") if getattr(record, field) else _("No longer marked: %s.")
    history.add_comment(text % label)
    history.add_version(root)
    model_admin.log_change(request, record, text % label)
    messages.success(request, f"{record}: {text % label}")
    return record
