"""The drafts that a record names: readers do not see them, so they are decided about together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from catalogue.core.models import Publishable, Status
from catalogue.editorial import decisions, workflow
from catalogue.editorial.decisions import DisplayedPart, StateToken
from catalogue.editorial.proposals import read_again, rename_parts
from catalogue.editorial.record_page import admin_url
from catalogue.editorial.workflow import PUBLISH, SUBMIT, Transition
from catalogue.versions.history import get_root_record

#: The statuses of named records about which each transition decides too.
STATUSES = {SUBMIT: (Status.DRAFT,), PUBLISH: (Status.DRAFT, Status.IN_REVIEW)}
#: The input that names the drafts about which is decided together with the record.
ALSO_INPUT = "also"


class NamedDraft(NamedTuple):
    """A draft that a record names, and why a user cannot decide about it; nothing if possible."""

    key: str
    record: Publishable
    address: str
    refusal: str


def find_named_drafts(record: Model, transition: Transition, user) -> list[NamedDraft]:
    """Return the drafts that a record names and about which a transition would decide too."""
    drafts = [each for each in list_named(record) if each.status in STATUSES.get(transition, ())]
    return [
        NamedDraft(
            f"also {draft._meta.model_name} {draft.pk}", draft, admin_url(draft),
            explain_draft(draft, transition, user),
        )
        for draft in drafts
    ]  # fmt: skip


def list_named(record: Model) -> list[Publishable]:
    """Return the records with a status that the fields and rows of a record name, each once.

    Another record of the same noun that a row names, such as a related practice, is left out.
    """
    found = decisions.list_named_records(record)
    for name in decisions.relation_names(type(record)):
        value = getattr(record, name)
        found += value.all() if isinstance(value, Manager) else [value]
    roots = {get_root_record(each): None for each in found if each is not None}
    return [each for each in roots if isinstance(each, Publishable)]


def explain_draft(draft: Publishable, transition: Transition, user) -> str:
    """Return why a user cannot make a transition of a draft too; nothing if it is possible."""
    if not workflow.has_right(user, transition.right, draft):
        return _("You may not decide about it.")
    if transition is PUBLISH and draft.status == Status.DRAFT:
        nobody = _("Nobody has submitted it: another person than its publisher has to, first.")
        missing = draft.missing_fields
        return f"{nobody} {_('It needs %s.') % missing}" if missing else nobody
    return workflow.explain_refusal(transition, draft, user)


def read_displayed_together(record: Model, drafts: Iterable[NamedDraft]) -> list[DisplayedPart]:
    """Return what is displayed of a record, and of the drafts about which a user can decide."""
    parts = decisions.read_displayed(record)
    for draft in drafts:
        if not draft.refusal:
            shown = decisions.read_displayed(draft.record)
            parts += rename_parts(draft.key, shown, str(draft.record))
    return parts


def split_token(token: StateToken, drafts: Iterable[NamedDraft]) -> dict[str, StateToken]:
    """Return the parts of a token for each draft by its key; that of the record has no key."""
    tokens: dict[str, StateToken] = {"": {}} | {draft.key: {} for draft in drafts}
    for name, digest in token.items():
        key = next((key for key in tokens if key and name.startswith(f"{key} ")), "")
        tokens[key][name.removeprefix(f"{key} ") if key else name] = digest
    return tokens


@transaction.atomic
def make_transition_together(
    transition: Transition, drafts: Sequence[NamedDraft], seen: dict[str, StateToken], *, by
) -> list[Publishable]:
    """Make a transition of drafts in the name of `by`, and return them.

    `seen` has the token of what was displayed of each. ValidationError names the draft that cannot
    be decided about.
    """
    targets = []
    for draft in drafts:
        try:
            record = read_again(draft.record)
            seen_of_it = seen[draft.key]
            targets.append(
                workflow.make_transition(transition.name, record, by=by, seen=seen_of_it)
            )
        except ValidationError as refusal:
            raise ValidationError(f"{draft.record}: {' '.join(refusal.messages)}") from refusal
    return targets
