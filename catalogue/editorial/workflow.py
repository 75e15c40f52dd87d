"""The workflow: the transitions of a record between an editor's desk and the public.

Every change of a status calls `make_transition`: buttons and actions of the admin, and commands.
Two people sign one state of a record before it is public: who submits it, and who publishes it.
Any change in between takes the first signature away, until the submitter agrees to the change.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Curated, Publishable, Status
from catalogue.core.registry import get_noun
from catalogue.editorial import decisions
from catalogue.versions import revisions
from catalogue.versions.revisions import lock_for_update


@dataclass(frozen=True)
class Transition:
    """One allowed transition of a record from one status to another.

    `right` is the verb of the permission that it takes. `save_label` is the label of the button
    under a form, which saves first; without it there is no such button. `text_field` names the
    field for the text that `question` asks for.
    """

    name: str
    label: str
    message: str
    sources: tuple[Status, ...]
    target: Status
    right: str
    save_label: str = ""
    text_field: str = ""
    question: str = ""


SUBMIT = Transition(
    "submit", _("Submit for review"), _("Submitted for review."),
    (Status.DRAFT,), Status.IN_REVIEW, "change", save_label=_("Save and submit for review"),
)  # fmt: skip
TAKE_BACK = Transition(
    "take_back", _("Take back from review"), _("Taken back. It is a draft again."),
    (Status.IN_REVIEW,), Status.DRAFT, "change", save_label=_("Save and take back from review"),
)  # fmt: skip
AGREE = Transition(
    "agree", _("Agree to the changes"), _("Agreed. A reviewer can publish it now."),
    (Status.IN_REVIEW,), Status.IN_REVIEW, "change",
)  # fmt: skip
RETURN = Transition(
    "return", _("Send back"), _("Sent back."),
    (Status.IN_REVIEW,), Status.DRAFT, "publish", text_field="returned_because",
    question=_("What should be corrected? The person who submitted it sees this."),
)  # fmt: skip
PUBLISH = Transition(
    "publish", _("Publish"), _("Published."),
    (Status.IN_REVIEW,), Status.PUBLISHED, "publish",
)  # fmt: skip
WITHDRAW = Transition(
    "withdraw", _("Withdraw"), _("Withdrawn. Its page now shows your reason."),
    (Status.PUBLISHED,), Status.WITHDRAWN, "publish", text_field="withdrawal_reason",
    question=_("Why is it withdrawn? Readers see this on its page."),
)  # fmt: skip
REOPEN = Transition(
    "reopen", _("Take back to draft"), _("Taken back to draft."),
    (Status.WITHDRAWN,), Status.DRAFT, "publish",
)  # fmt: skip

TRANSITIONS = (SUBMIT, TAKE_BACK, AGREE, RETURN, PUBLISH, WITHDRAW, REOPEN)


def get_transition(name: str) -> Transition:
    """Return a transition by its name; raise KeyError if there is none."""
    return {transition.name: transition for transition in TRANSITIONS}[name]


def has_right(user, right: str, model) -> bool:
    """Return True if a user has a right on a model, given by itself or by one of its records."""
    return user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}")


def available_transitions(user, record, changed: list[str]) -> list[Transition]:
    """Return the transitions that a user can make with a record as it is.

    `changed` is what was changed since it was submitted (`list_changes_since_signature`).
    """
    found = [
        transition
        for transition in TRANSITIONS
        if record.status in transition.sources and has_right(user, transition.right, record)
    ]
    if record.status != Status.IN_REVIEW:
        return found
    possible = {
        AGREE: bool(changed) and is_asked_to_agree(user, record),
        PUBLISH: not changed and record.submitted_by_id != user.pk,
    }
    return [transition for transition in found if possible.get(transition, True)]


def is_signed(record: Publishable) -> bool:
    """Return True if a record in review is as it was when it was submitted."""
    return not decisions.list_changes_since_signature(record)


def is_asked_to_agree(user, record: Publishable) -> bool:
    """Return True if a user can agree to what was changed in a record since it was submitted.

    That is who submitted it; without an active one, everybody who may submit.
    """
    submitter = record.submitted_by
    return submitter is None or not submitter.is_active or submitter == user


def is_locked(record) -> bool:
    """Return True if nobody can change a record itself: readers see it, or did.

    A published practice or event is changed by a revision of it, another published record by a
    proposed change; a withdrawn one is taken back to draft first.
    """
    return record.status in (Status.PUBLISHED, Status.WITHDRAWN)


@transaction.atomic
def make_transition(
    name: str,
    record,
    *,
    by,
    text: str = "",
    original_key: str = "",
    seen: decisions.StateToken | None = None,
):
    """Make a transition of a saved record in the name of `by`, and return the resulting record.

    `text` is the comment or reason that the transition asks for, `original_key` the code of the
    record of which a withdrawn one is a duplicate, and `seen` the token of what the page displayed
    on which `by` decided. Raise PermissionDenied if `by` may not make it, and
    ValidationError if the record is not, or no longer, as the transition needs it.
    """
    transition = get_transition(name)
    if not has_right(by, transition.right, record):
        raise PermissionDenied(
            f"{by} may not {transition.name} {record._meta.verbose_name_plural}."
        )
    lock_for_update(record)
    check_transition(transition, record, by)
    if seen is not None:
        decisions.check_displayed(record, seen)
    if transition.text_field and not text.strip():
        raise ValidationError(transition.question, code="words")
    if key := original_key.strip():
        if transition is not WITHDRAW or not isinstance(record, Curated):
            raise ValidationError(_("Only a practice or event can be withdrawn as a duplicate."))
        record.merged_into = find_record_to_keep(record, key)
    return apply_transition(transition, record, by, text)


def find_record_to_keep(record, key: str):
    """Return the public record with a code; raise ValidationError if there is no other one.

    Because it is public, and so no duplicate itself, no chain can lead back to `record`.
    """
    found = type(record).objects.published().filter(**{get_noun(type(record)).key: key}).first()
    if found is None:
        raise ValidationError(_("No published record has the code “%s”.") % key, code="original")
    if found.pk == record.pk:
        raise ValidationError(_("A record cannot be a duplicate of itself."), code="original")
    return found


def apply_transition(transition: Transition, record, by, text: str):
    """Change the status and what depends on it; return the record that has the new status."""
    if transition is PUBLISH and revisions.is_revision(record):
        return revisions.apply_revision(record, by=by)
    record.status = transition.target
    if transition.text_field:
        setattr(record, transition.text_field, text.strip())
    if transition in (PUBLISH, RETURN):
        record.reviewer = by
    if transition in (SUBMIT, AGREE):
        record.returned_because = ""
        decisions.sign(record, by=by)
    else:
        record.submitted_state = None
    if transition is REOPEN:
        record.withdrawal_reason, record.merged_into = "", None
    record.save()
    return record


def check_transition(transition: Transition, record, by) -> None:
    """Raise ValidationError if the status, the person or the record does not allow it."""
    if record.status not in transition.sources:
        is_done = record.status == transition.target
        text = _("Already %s; skipped.") if is_done else _("Its status is “%s”; skipped.")
        status = record.get_status_display()
        raise ValidationError(text % (status.lower() if is_done else status), code="status")
    if transition is AGREE:
        check_agreement(record, by)
    if transition is PUBLISH:
        check_signature(record, by)
    if transition in (SUBMIT, AGREE, PUBLISH):
        check_readiness(record)


def check_agreement(record, by) -> None:
    """Raise ValidationError unless something was changed to which `by` is asked to agree."""
    if is_signed(record):
        raise ValidationError(_("Nothing was changed since it was submitted."), code="signed")
    if not is_asked_to_agree(by, record):
        text = _("%(who)s submitted it, and has to agree to the changes.")
        raise ValidationError(text % {"who": record.submitted_by}, code="other")


def check_signature(record, by) -> None:
    """Raise ValidationError unless another person than `by` submitted a record as it is now."""
    if record.submitted_by_id == by.pk:
        text = _("You submitted it, so another reviewer must publish it.")
        raise ValidationError(text, code="own")
    if changed := decisions.list_changes_since_signature(record):
        raise ValidationError(explain_missing_signature(record, changed), code="unsigned")


def explain_missing_signature(record, changed: list[str]) -> str:
    """Return what was changed in a record since it was submitted, and who has to agree."""
    if record.submitted_by is None:
        return _("Nobody has submitted it yet. An editor has to agree to it first.")
    what = {"what": get_text_list(changed, _("and")), "who": record.submitted_by}
    if not record.submitted_by.is_active:
        return _("Changed since %(who)s submitted it: %(what)s. An editor has to agree.") % what
    return _("Changed since %(who)s submitted it: %(what)s. %(who)s has to agree.") % what


def check_readiness(record) -> None:
    """Raise ValidationError if something is missing for publication, or is not settled."""
    if missing := record.missing_fields:
        raise ValidationError(
            _("Not complete yet. Add: %(what)s."), params={"what": missing}, code="not_ready"
        )
    if getattr(record, "review_note", ""):
        text = _("Settle the review note first, then delete it.")
        raise ValidationError(text, code="not_settled")


def explain_refusal(transition: Transition, record, user) -> str:
    """Return why a user who has the right cannot make a transition; nothing if it is possible."""
    try:
        check_transition(transition, record, user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
