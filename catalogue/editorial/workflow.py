"""The workflow: the transitions of a record between an editor's desk and the public.

Every change of a status calls `make_transition`: buttons and actions of the admin, and commands.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Curated, Status
from catalogue.versions import revisions
from catalogue.versions.revisions import lock_for_update


@dataclass(frozen=True)
class Transition:
    """One allowed transition of a record from one status to another.

    `right` is the verb of the permission that it takes. `save_label` is the label of the button
    under a form, which saves first; without it there is no such button. `text_field` names the
    field for the text that `question` asks for. `by_second_person` refuses the person who changed
    the record last.
    """

    name: str
    label: str
    save_label: str
    message: str
    sources: tuple[Status, ...]
    target: Status
    right: str
    text_field: str = ""
    question: str = ""
    by_second_person: bool = False
    checks_completeness: bool = False


SUBMIT = Transition(
    "submit", _("Submit for review"), _("Save and submit for review"), _("Submitted for review."),
    (Status.DRAFT,), Status.IN_REVIEW, "change", checks_completeness=True,
)  # fmt: skip
TAKE_BACK = Transition(
    "take_back", _("Take back from review"), _("Save and take back from review"),
    _("Taken back: a draft again."),
    (Status.IN_REVIEW,), Status.DRAFT, "change",
)  # fmt: skip
RETURN = Transition(
    "return", _("Return to its author"), "", _("Returned to its author."),
    (Status.IN_REVIEW,), Status.DRAFT, "publish",
    text_field="returned_because", question=_("What has to be corrected? The author sees this."),
)  # fmt: skip
PUBLISH = Transition(
    "publish", _("Publish"), _("Save and publish"), _("Published."),
    (Status.IN_REVIEW,), Status.PUBLISHED, "publish",
    by_second_person=True, checks_completeness=True,
)  # fmt: skip
WITHDRAW = Transition(
    "withdraw", _("Withdraw"), "", _("Withdrawn: its address now says why."),
    (Status.PUBLISHED,), Status.WITHDRAWN, "publish", text_field="withdrawal_reason",
    question=_("Why is it withdrawn? Readers see this at its old address."),
)  # fmt: skip
REOPEN = Transition(
    "reopen", _("Take back to draft"), "", _("Back to draft."),
    (Status.WITHDRAWN,), Status.DRAFT, "publish",
)  # fmt: skip
#: Organizations and resolutions have no review: those who may publish decide alone.
PUBLISH_DIRECTLY = Transition(
    "publish", _("Publish"), _("Save and publish"), _("Published."),
    (Status.DRAFT, Status.IN_REVIEW), Status.PUBLISHED, "publish", checks_completeness=True,
)  # fmt: skip
UNPUBLISH = Transition(
    "unpublish", _("Unpublish (back to draft)"), _("Save and unpublish"),
    _("Back to draft, no longer public."),
    (Status.PUBLISHED, Status.WITHDRAWN), Status.DRAFT, "publish",
)  # fmt: skip

REVIEW_TRANSITIONS = (SUBMIT, TAKE_BACK, RETURN, PUBLISH, WITHDRAW, REOPEN)
DIRECT_TRANSITIONS = (PUBLISH_DIRECTLY, UNPUBLISH)


def get_transitions(model) -> tuple[Transition, ...]:
    """Return the transitions of a model, given by itself or by one of its records."""
    model = model if isinstance(model, type) else type(model)
    return REVIEW_TRANSITIONS if issubclass(model, Curated) else DIRECT_TRANSITIONS


def get_transition(model, name: str) -> Transition:
    """Return a transition of a model or record by its name; raise KeyError if it has none."""
    return {transition.name: transition for transition in get_transitions(model)}[name]


def has_right(user, right: str, model) -> bool:
    """Return True if a user has a right on a model, given by itself or by one of its records."""
    return user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}")


def available_transitions(user, record) -> list[Transition]:
    """Return the transitions that a user can make with a record in its present status."""
    return [
        transition
        for transition in get_transitions(record)
        if record.status in transition.sources
        and has_right(user, transition.right, record)
        and not (transition.by_second_person and is_last_editor(user, record))
    ]


def is_last_editor(user, record) -> bool:
    """Return True if a user is the one who changed a record last."""
    return record.changed_by_id is not None and record.changed_by_id == user.pk


def is_locked(record, *, to) -> bool:
    """Return True if the user `to` cannot change a record itself in its present status.

    A published or withdrawn record under review is changed by a revision of it; a public
    organization or resolution by those who may publish it.
    """
    if record.status not in (Status.PUBLISHED, Status.WITHDRAWN):
        return False
    return isinstance(record, Curated) or not has_right(to, "publish", record)


@transaction.atomic
def make_transition(name: str, record, *, by, text: str = ""):
    """Make a transition of a saved record in the name of `by`, and return the resulting record.

    `text` is the comment or reason that the transition asks for. Raise PermissionDenied if `by`
    may not make it, and ValidationError if the status is another one or the record incomplete.
    """
    transition = get_transition(record, name)
    if not has_right(by, transition.right, record):
        raise PermissionDenied(
            f"{by} may not {transition.name} {record._meta.verbose_name_plural}."
        )
    lock_for_update(record)
    check_transition(transition, record, by, text)
    return apply_transition(transition, record, by, text)


def apply_transition(transition: Transition, record, by, text: str):
    """Change the status and what depends on it; return the record that has the new status."""
    if transition.target == Status.PUBLISHED and revisions.is_revision(record):
        return revisions.apply_revision(record, by=by)
    record.status = transition.target
    if transition.text_field:
        setattr(record, transition.text_field, text.strip())
    if transition in (PUBLISH, RETURN):
        record.reviewer = by
    if transition is SUBMIT:
        record.returned_because = ""
    if transition is REOPEN:
        record.withdrawal_reason = ""
    record.save()
    return record


def check_transition(transition: Transition, record, by, text: str) -> None:
    """Raise ValidationError if the status, the person, the text or the record does not allow it."""
    if record.status not in transition.sources:
        where = {"status": record.get_status_display()}
        raise ValidationError(_("Its status is “%(status)s”.") % where, code="status")
    if transition.by_second_person and is_last_editor(by, record):
        raise ValidationError(
            _("You made the last change, so another person must publish it."), code="own"
        )
    if transition.text_field and not text.strip():
        raise ValidationError(transition.question, code="words")
    if transition.checks_completeness and (missing := record.missing_fields):
        raise ValidationError(
            _("Not complete yet. It needs %(what)s."), params={"what": missing}, code="not_ready"
        )


def explain_refusal(transition: Transition, record, user) -> str:
    """Return why a user who has the right cannot make a transition; nothing if it is possible."""
    try:
        check_transition(transition, record, user, text=transition.name)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
