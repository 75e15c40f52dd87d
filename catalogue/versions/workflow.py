"""The workflow: the moves of a record between an editor's desk and the public, and who makes them.

Every way of changing a status asks `make`: the buttons and actions of the admin, and commands.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Curated, Status
from catalogue.versions import revisions
from catalogue.versions.locking import lock_for_update


@dataclass(frozen=True)
class Transition:
    """One allowed move of a record from one status to another.

    `right` is the verb of the permission that it takes. `says` names the field into which the
    person who makes it has to write; `by_another` refuses who changed the record last. `saving`
    is what the button under a form says, which saves first.
    """

    name: str
    label: str
    saving: str
    done: str
    start: tuple[Status, ...]
    end: Status
    right: str
    says: str = ""
    asks: str = ""
    by_another: bool = False
    checks_readiness: bool = False


SUBMIT = Transition(
    "submit", _("Submit for review"), _("Save and submit for review"), _("Submitted for review."),
    (Status.DRAFT,), Status.IN_REVIEW, "change", checks_readiness=True,
)  # fmt: skip
TAKE_BACK = Transition(
    "take_back", _("Take back from review"), _("Save and take back from review"),
    _("Taken back: a draft again."),
    (Status.IN_REVIEW,), Status.DRAFT, "change",
)  # fmt: skip
RETURN = Transition(
    "return", _("Return to its author"), "", _("Returned to its author."),
    (Status.IN_REVIEW,), Status.DRAFT, "publish",
    says="returned_because", asks=_("What has to be corrected? The author sees this."),
)  # fmt: skip
PUBLISH = Transition(
    "publish", _("Publish"), _("Save and publish"), _("Published."),
    (Status.IN_REVIEW,), Status.PUBLISHED, "publish", by_another=True, checks_readiness=True,
)  # fmt: skip
WITHDRAW = Transition(
    "withdraw", _("Withdraw"), "", _("Withdrawn: its address now says why."),
    (Status.PUBLISHED,), Status.WITHDRAWN, "publish",
    says="withdrawal_reason", asks=_("Why is it withdrawn? Readers see this at its old address."),
)  # fmt: skip
REOPEN = Transition(
    "reopen", _("Take back to draft"), "", _("Back to draft."),
    (Status.WITHDRAWN,), Status.DRAFT, "publish",
)  # fmt: skip
#: Bodies and resolutions have no review: who may publish decides alone.
PUBLISH_ALONE = Transition(
    "publish", _("Publish"), _("Save and publish"), _("Published."),
    (Status.DRAFT, Status.IN_REVIEW), Status.PUBLISHED, "publish", checks_readiness=True,
)  # fmt: skip
UNPUBLISH = Transition(
    "unpublish", _("Unpublish (back to draft)"), _("Save and unpublish"),
    _("Back to draft, no longer public."),
    (Status.PUBLISHED, Status.WITHDRAWN), Status.DRAFT, "publish",
)  # fmt: skip

REVIEW_TRANSITIONS = (SUBMIT, TAKE_BACK, RETURN, PUBLISH, WITHDRAW, REOPEN)
DIRECT_TRANSITIONS = (PUBLISH_ALONE, UNPUBLISH)


def get_transitions(noun) -> tuple[Transition, ...]:
    """Return the moves of a noun, given by its model or one of its records."""
    model = noun if isinstance(noun, type) else type(noun)
    return REVIEW_TRANSITIONS if issubclass(model, Curated) else DIRECT_TRANSITIONS


def get_transition(noun, name: str) -> Transition:
    """Return a move of a noun by its name; KeyError where the noun has none of it."""
    return {move.name: move for move in get_transitions(noun)}[name]


def has_right(user, right: str, noun) -> bool:
    """Say whether a user has a right on a noun, given by its model or one of its records."""
    return user.has_perm(f"{noun._meta.app_label}.{right}_{noun._meta.model_name}")


def available_transitions(user, record) -> list[Transition]:
    """Return the moves that a user can make with a record as it stands."""
    return [
        move
        for move in get_transitions(record)
        if record.status in move.start
        and has_right(user, move.right, record)
        and not (move.by_another and changed_last(record, user))
    ]


def changed_last(record, user) -> bool:
    """Say whether a user is the one who changed a record last."""
    return record.changed_by_id is not None and record.changed_by_id == user.pk


def is_locked(record, *, to) -> bool:
    """Say whether a record cannot be changed where it stands.

    A published or withdrawn record under review is changed by a revision of it (`revising.py`); a
    public body or resolution by those who may publish it.
    """
    if record.status not in (Status.PUBLISHED, Status.WITHDRAWN):
        return False
    return isinstance(record, Curated) or not has_right(to, "publish", record)


@transaction.atomic
def make_transition(move: str, record, *, by, text: str = ""):
    """Make a move with a saved record in the name of `by`, and return the record that it left.

    `text` is the comment or reason that the move asks for. PermissionDenied where `by` may not
    make it; ValidationError where the record does not stand right or is not ready.
    """
    step = get_transition(record, move)
    if not has_right(by, step.right, record):
        raise PermissionDenied(f"{by} may not {step.name} {record._meta.verbose_name_plural}.")
    lock_for_update(record)
    refuse(step, record, by, text)
    return carry_out(step, record, by, text)


def carry_out(step: Transition, record, by, text: str):
    """Change the status, with what belongs to it, and note it in the history."""
    if step.end == Status.PUBLISHED and revisions.is_revision(record):
        return revisions.apply_revision(record, by=by)
    record.status = step.end
    if step.says:
        setattr(record, step.says, text.strip())
    if isinstance(record, Curated):
        note_people(step, record, by)
    record.save()
    return record


def note_people(step: Transition, record, by) -> None:
    """Note who made a move, where the record remembers it."""
    if step in (PUBLISH, RETURN):
        record.reviewer = by
    if step is SUBMIT:
        record.returned_because = ""
    if step is REOPEN:
        record.withdrawal_reason = ""


def refuse(step: Transition, record, by, text: str) -> None:
    """Raise ValidationError where a move is not open, needs words, or the record is not ready."""
    if record.status not in step.start:
        where = {"status": record.get_status_display()}
        raise ValidationError(_("Its status is “%(status)s”.") % where, code="status")
    if step.by_another and changed_last(record, by):
        raise ValidationError(
            _("You changed it last, so somebody else has to publish it."), code="own"
        )
    if step.says and not text.strip():
        raise ValidationError(step.asks, code="words")
    if step.checks_readiness:
        refuse_unready(record)


def closed(step: Transition, record, user) -> str:
    """Say why a move is not open to a user who has the right to it; nothing where it is."""
    try:
        refuse(step, record, user, text=step.name)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def refuse_unready(record) -> None:
    """Raise ValidationError naming what a record lacks before it can be published."""
    if what := record.missing_fields:
        raise ValidationError(
            _("Not complete yet. It needs %(what)s."), params={"what": what}, code="not_ready"
        )
