"""Admin pages on which changes of what readers see are proposed, and confirmed by others."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from catalogue.editorial import decisions, proposals
from catalogue.editorial.models import ProposedChange
from catalogue.editorial.proposals import check_confirmation, find_proposal, is_changed_by_two
from catalogue.editorial.record_page import admin_url
from catalogue.editorial.typed_texts import note_saved
from catalogue.editorial.views import decision_page, get_record, read_texts, show_refusal
from catalogue.editorial.workflow import find_record_to_keep, has_right


def is_proposing(request) -> bool:
    """Return True if what is saved becomes a proposed change."""
    return getattr(request, "proposes_change", False)


def propose_view(request, pk, model_admin):
    """Show the form of a record that readers see; what is saved becomes a proposed change."""
    record = get_record(request, pk, model_admin)
    if not has_right(request.user, "change", record) or not is_changed_by_two(record):
        raise PermissionDenied
    request.proposes_change = True
    before, proposal = proposals.read_values(record), find_proposal(record)
    try:
        response, after = try_changes(request, record, proposal, model_admin)
    except ValidationError as refusal:
        text = _(
            "The proposed change can no longer be applied (%s). Discard it to propose another one."
        )
        messages.error(request, text % " ".join(refusal.messages))
        return HttpResponseRedirect(admin_url(record))
    if response.status_code != 302:
        return response
    with show_refusal(request, record):
        changes = proposals.compare_values(before, after)
        reason = read_texts(request, "change_note")["change_note"]
        proposals.propose_change(record, changes, by=request.user, reason=reason)
        note_saved(request)
        messages.success(
            request, _("%s: change proposed. Another person has to confirm it.") % record
        )
    return HttpResponseRedirect(admin_url(record))


def try_changes(request, record, proposal, model_admin):
    """Answer with the form as if the record had its proposed change, and leave nothing of it.

    Return the response, and the values of the record after the form was saved.
    """
    if request.method != "POST" and proposal is None:
        return model_admin.changeform_view(request, str(record.pk)), {}
    with proposals.roll_back_writes():
        if proposal is not None and proposal.merge_into is None:
            proposals.show_changes(proposal)
        response = model_admin.changeform_view(request, str(record.pk))
        if hasattr(response, "render"):
            response.render()
        return response, proposals.read_values(record)


def proposal_view(request, pk, model_admin):
    """Show what a proposed change would change, and confirm it."""
    record = get_record(request, pk, model_admin)
    proposal = find_proposal(record)
    if proposal is None:
        raise Http404
    read_parts = partial(proposals.read_displayed_proposal, proposal)
    with show_refusal(request, record):
        check_confirmation(proposal, read_parts(), request.user)

        def confirm(seen):
            target = proposals.confirm_proposal(proposal, by=request.user, seen=seen)
            model_admin.log_change(request, target, str(_("Proposed change confirmed.")))
            messages.success(request, _("%s: changed.") % target)
            return target

        return decision_page(
            request, record, model_admin, confirm, title=_("Proposed change"),
            button=_("Confirm"), fields=proposals.compare_proposal(proposal), proposal=proposal,
            read_parts=read_parts, task="proposed",
        )  # fmt: skip
    return HttpResponseRedirect(admin_url(record))


def drop_proposal_view(request, pk, model_admin):
    """Drop a proposed change: by who proposed it, or by one who may publish."""
    record = get_record(request, pk, model_admin)
    proposal = find_proposal(record)
    if request.method != "POST" or proposal is None:
        raise Http404
    may_publish = has_right(request.user, "publish", record)
    if proposal.proposed_by != request.user and not may_publish:
        raise PermissionDenied
    if request.POST.get("token") != str(proposal.token):
        messages.error(
            request,
            _("Another change has been proposed meanwhile. Check it before you discard it."),
        )
        return HttpResponseRedirect(admin_url(record))
    proposal.delete()
    messages.success(request, _("%s: proposed change discarded.") % record)
    return HttpResponseRedirect(admin_url(record))


def proposal_context(request, record) -> dict:
    """Return the proposed change of a record, and what the user can do with it."""
    proposal = find_proposal(record)
    is_own = proposal is not None and proposal.proposed_by == request.user
    publishes = has_right(request.user, "publish", record)
    may_change = has_right(request.user, "change", record)
    return {
        "proposal": proposal,
        "proposes": is_proposing(request),
        "can_propose": may_change and is_changed_by_two(record),
        "can_confirm": proposal is not None and publishes and not is_own,
        "can_drop": proposal is not None and (publishes or is_own),
    }


def merge_view(request, pk, model_admin):
    """Show what names a public record, and propose to merge it into another one."""
    record = get_record(request, pk, model_admin)
    if not has_right(request.user, "publish", record) or not is_changed_by_two(record):
        raise PermissionDenied

    texts = read_texts(request, "text", "original_key")

    def read_parts():
        moves = proposals.describe_moves(record)
        part = decisions.DisplayedPart(
            "moves", _("What would point to the record that is kept"), moves
        )
        return [part, *decisions.read_displayed(record)]

    def propose(seen):
        decisions.check_parts(read_parts(), seen)
        target = find_record_to_keep(record, texts["original_key"])
        if not (reason := texts["text"]):
            raise ValidationError(_("Say why they are duplicates."))
        ProposedChange._meta.get_field("reason").run_validators(reason)
        proposals.propose_change(record, {}, by=request.user, reason=reason, merge_into=target.pk)
        messages.success(
            request, _("%s: change proposed. Another person has to confirm it.") % record
        )
        return record

    return decision_page(
        request, record, model_admin, propose, template="admin/merge.html",
        title=_("Merge into another record"), button=_("Propose to merge"),
        read_parts=read_parts, **texts,
    )  # fmt: skip
