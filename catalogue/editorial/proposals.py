"""Proposed changes: what readers see of organizations, resolutions and sources is changed by two.

One person proposes a change in the form of the record, with a reason; the record stays as it is.
Another one, who may publish, looks at what would change and confirms it. Practices and events are
changed in revisions instead (`catalogue.versions.revisions`).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Publishable, Status
from catalogue.db.transactions import acquire_write_lock
from catalogue.editorial import decisions
from catalogue.editorial.models import ProposedChange
from catalogue.editorial.usage import find_public_uses
from catalogue.editorial.workflow import has_right
from catalogue.versions import history
from catalogue.versions.bulk_versions import write_versions
from catalogue.versions.cloning import (
    child_tables,
    content_fields,
    find_owner,
    list_references,
    many_to_many_fields,
)
from catalogue.versions.content import field_values, read_content
from catalogue.versions.diff import Difference, compare_contents
from catalogue.versions.restore import read_rows, write_content
from catalogue.versions.revisions import lock_for_update


def find_proposal(record: Model) -> ProposedChange | None:
    """Return the change that is proposed of a record; None where there is none."""
    return ProposedChange.objects.filter(**identify(record)).first()


def has_proposal(model: type[Model], **conditions) -> Q:
    """Return the condition that a change of a record of a model is proposed, under conditions."""
    kind = ContentType.objects.get_for_model(model)
    found = ProposedChange.objects.filter(content_type=kind, **conditions)
    return Q(pk__in=found.values("object_id"))


def identify(record: Model) -> dict:
    """Return the fields by which a proposed change refers to a record."""
    kind = ContentType.objects.get_for_model(record)
    return {"content_type": kind, "object_id": record.pk}


# --- What would change ------------------------------------------------------------------------


def read_values(record: Model) -> dict[str, dict]:
    """Return the columns, relations and rows of a record as the database holds them."""
    record = read_again(record)
    values = field_values(record)
    return {
        "columns": {field.attname: values[field.attname] for field in content_fields(type(record))},
        "relations": {
            field.name: sorted(values[field.name]) for field in many_to_many_fields(type(record))
        },
        "rows": {
            name: [field_values(row) for row in getattr(record, name).all()]
            for name in child_tables(record)
        },
    }


def compare_values(before: dict[str, dict], after: dict[str, dict]) -> dict[str, dict]:
    """Return those of the values `after` that differ from `before`, without what is empty."""
    differing = {
        part: {name: value for name, value in values.items() if value != before[part][name]}
        for part, values in after.items()
    }
    return {part: values for part, values in differing.items() if values}


def parse_changes(proposal: ProposedChange) -> dict[str, dict]:
    """Return the parts of a proposed change, with the values of columns as Python has them."""
    model = type(proposal.record)
    changes = {part: proposal.changes.get(part, {}) for part in ("columns", "relations", "rows")}
    changes["columns"] = parse_columns(model, changes["columns"])
    changes["rows"] = {
        name: [parse_columns(model._meta.get_field(name).related_model, row) for row in rows]
        for name, rows in changes["rows"].items()
    }
    return changes


def parse_columns(model: type[Model], values: dict) -> dict:
    """Return values of columns of a model as Python has them; other values stay as they are."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: fields[name].to_python(value) if name in fields else value
        for name, value in values.items()
    }


# --- Proposing --------------------------------------------------------------------------------


@transaction.atomic
def propose_change(
    record: Model, changes: dict[str, dict], *, by, reason: str, merge_into: int | None = None
) -> ProposedChange:
    """Propose a change of a record that readers see, instead of what was proposed of it before.

    Raise ValidationError if nothing would change.
    """
    lock_for_update(record)
    if not changes and merge_into is None:
        raise ValidationError(_("This would change nothing."), code="unchanged")
    other = find_proposal(record)
    if other is not None and other.merge_into != merge_into:
        text = _("Another change is already proposed: %s Confirm or discard that first.")
        raise ValidationError(text % other.reason, code="other")
    proposal = other or ProposedChange(**identify(record))
    proposal.changes, proposal.merge_into = changes, merge_into
    proposal.reason, proposal.proposed_by, proposal.token = reason, by, uuid4()
    proposal.state = read_proposal_state(proposal)
    proposal.save()
    return proposal


def read_proposal_state(proposal: ProposedChange) -> decisions.StateToken:
    """Return the token of what is signed of a proposed change."""
    return decisions.compute_token(decisions.signed_parts(read_displayed_proposal(proposal)))


def apply_changes(proposal: ProposedChange, *, by) -> Model:
    """Give a record the content that a proposed change says, and return it as it is then."""
    record, changes = read_again(proposal.record), parse_changes(proposal)
    values = changes["columns"] | changes["relations"]
    write_content(record, values, changes["rows"], by=by)
    return record


def read_again(record: Model) -> Model:
    """Return a record as the database holds it, apart from any values of the given object."""
    return type(record)._base_manager.get(pk=record.pk)


def propose_version(version: Version, record: Model, *, by, reason: str) -> ProposedChange:
    """Propose that a record says again what it said in a version."""
    before, data = read_values(record), version.field_dict
    after = {
        "columns": before["columns"] | {
            name: data[name] for name in before["columns"] if name in data
        },
        "relations": {name: sorted(data.get(name) or []) for name in before["relations"]},
        "rows": before["rows"] | read_rows(version, record),
    }  # fmt: skip
    return propose_change(record, compare_values(before, after), by=by, reason=reason)


def show_changes(proposal: ProposedChange) -> None:
    """Give a record its proposed content for a form; the caller takes it back.

    The edit token is then that of the proposed change: a form that was opened before another
    proposal is refused.
    """
    record = apply_changes(proposal, by=None)
    type(record)._base_manager.filter(pk=record.pk).update(edit_token=proposal.token)


# --- Confirming -------------------------------------------------------------------------------


def read_displayed_proposal(proposal: ProposedChange) -> list[decisions.DisplayedPart]:
    """Return what the page displays on which a proposed change is confirmed.

    That is the record as it would be, or what a merge would move and the record that stays. What
    the record is now is part of the token too.
    """
    who = {"who": proposal.proposed_by or _("another user"), "why": proposal.reason}
    parts = [
        decisions.DisplayedPart(
            "proposal", _("Proposed by"), [_("%(who)s: %(why)s") % who], is_signed=False
        )
    ]
    now = decisions.read_displayed(proposal.record)
    if target := find_merge_target(proposal):
        moves = describe_moves(proposal.record)
        parts.append(
            decisions.DisplayedPart("moves", _("What would point to it"), [str(target), *moves])
        )
        parts += rename_parts("target", decisions.read_displayed(target), str(target))
        return [*parts, *rename_parts("record", now, str(proposal.record))]
    hidden = [part._replace(lines=[], facts=part.facts or "\0".join(part.lines)) for part in now]
    return [*parts, *read_proposed_parts(proposal), *rename_parts("now", hidden)]


def rename_parts(
    prefix: str, parts: Iterable[decisions.DisplayedPart], name: str = ""
) -> list[decisions.DisplayedPart]:
    """Return parts with keys of their own, and labels that say whose they are."""
    return [
        part._replace(
            key=f"{prefix} {part.key}", label=f"{name}: {part.label}" if name else part.label
        )
        for part in parts
    ]


def read_proposed_parts(proposal: ProposedChange) -> list[decisions.DisplayedPart]:
    """Return what would be displayed of a record with a proposed change, and of what it names."""
    with roll_back_writes():
        return decisions.read_displayed(apply_changes(proposal, by=None))


def compare_proposal(proposal: ProposedChange) -> list[Difference]:
    """Return each field that a proposed change would change; none where it is a merge."""
    if proposal.merge_into is not None:
        return []
    record = read_again(proposal.record)
    before = read_content(record)
    with roll_back_writes():
        return compare_contents(
            type(record), before, read_content(apply_changes(proposal, by=None))
        )


@contextmanager
def roll_back_writes() -> Iterator[None]:
    """Take back what is saved inside, and store no version of it."""
    with history.pause_history(), transaction.atomic():
        acquire_write_lock()
        try:
            yield
        finally:
            transaction.set_rollback(True)


def find_merge_target(proposal: ProposedChange) -> Model | None:
    """Return the record into which another one would be merged; None for other changes."""
    model = proposal.content_type.model_class()
    return model._base_manager.filter(pk=proposal.merge_into).first()


def describe_moves(record: Model) -> list[str]:
    """Return what names a record, and would name the one into which it is merged."""
    moves = []
    for field, found in list_references(record):
        owner = find_owner(field.model)
        what = getattr(found, owner.name) if owner and owner != field else found
        moves.append(f"{capfirst(field.model._meta.verbose_name)}: {what}")
    return moves


def check_confirmation(
    proposal: ProposedChange, parts: Sequence[decisions.DisplayedPart], by
) -> None:
    """Raise PermissionDenied or ValidationError if `by` cannot confirm a proposed change.

    `parts` are what is displayed of it now.
    """
    record = proposal.record
    if not has_right(by, "publish", record):
        raise PermissionDenied(f"{by} may not confirm changes of {record._meta.verbose_name}.")
    if not is_changed_by_two(record):
        raise ValidationError(_("The record is no longer public."), code="status")
    if proposal.proposed_by == by:
        text = _("You proposed it, so another reviewer must confirm it.")
        raise ValidationError(text, code="own")
    if changed := decisions.list_changes(proposal.state, decisions.signed_parts(parts)):
        text = _("Changed since it was proposed: %s. Propose it again.")
        raise ValidationError(text % get_text_list(changed, _("and")), code="unsigned")


@transaction.atomic
def confirm_proposal(proposal: ProposedChange, *, by, seen: decisions.StateToken) -> Model:
    """Make a proposed change, in the name of `by`, and return the record.

    The history of the record, and of the public records that show it, names the change.
    """
    record = proposal.record
    lock_for_update(record)
    parts = read_displayed_proposal(proposal)
    check_confirmation(proposal, parts, by)
    decisions.check_parts(parts, seen)
    comment = _("Changed by %(who)s: %(note)s") % {
        "who": proposal.proposed_by or _("another user"),
        "note": proposal.reason,
    }
    showing = {
        model: list(found.order_by("pk").values_list("pk", flat=True))
        for model, found in find_showing_records(record).items()
    }
    if proposal.merge_into is None:
        record = apply_changes(proposal, by=proposal.proposed_by)
    else:
        merge_records(record, proposal, by)
    proposal.delete()
    history.add_comment(comment)
    history.add_version(record)
    words = {"what": record, "why": proposal.reason}
    for model, keys in showing.items():
        shown = _("%(what)s, which is shown here, was changed: %(why)s") % words
        write_versions(model, keys, by=by, comment=shown)
    return record


def merge_records(record: Model, proposal: ProposedChange, by) -> None:
    """Merge a record into the public one that a proposal names, or raise ValidationError."""
    target = find_merge_target(proposal)
    if target is None or not target.is_public:
        raise ValidationError(_("The record to merge into is no longer public."))
    record.merge_into(target, by=by)
    history.add_version(target)


def find_showing_records(record: Model) -> dict[type[Model], QuerySet]:
    """Return the public records of other nouns that name a record or a row of it, by model."""
    found = find_public_uses(record)
    found.pop(type(record), None)
    return found


def is_changed_by_two(record: Model) -> bool:
    """Return True if readers see a record that has no revisions: its changes are proposed."""
    if isinstance(record, Publishable):
        return record.status == Status.PUBLISHED
    return any(showing.exists() for showing in find_showing_records(record).values())
