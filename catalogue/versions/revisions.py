"""Revisions: a published record is changed on a copy of it, and stays as it is meanwhile.

The copy is a draft with a code of its own, which goes through review as every draft does. When it
is published its content takes the place of that of the record, and the copy is gone.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import REVISION_PREFIX, Curated, Status
from catalogue.core.sequences import next_codes
from catalogue.versions import history
from catalogue.versions.cloning import copy_relations, many_to_many_fields
from catalogue.versions.locking import lock_for_update

#: What is not content: it belongs to the record or to its copy, whatever the other one says.
OWN = {
    "id", "code", "status", "published_at", "withdrawal_reason", "created_at", "updated_at",
    "edit_token", "author", "reviewer", "changed_by", "version", "returned_because", "revises",
    "revises_token",
}  # fmt: skip


def is_revision(record) -> bool:
    """Say whether a record is the copy on which a published one is changed."""
    return isinstance(record, Curated) and record.revises_id is not None


def is_outdated(copy) -> bool:
    """Say whether the record was changed, or is no longer public, since its revision was begun."""
    record = copy.revises
    return record.edit_token != copy.revises_token or record.status != Status.PUBLISHED


def content_fields(model) -> list[models.Field]:
    """Return the fields of a noun that editors fill in."""
    return [field for field in model._meta.concrete_fields if field.name not in OWN]


def child_managers(record) -> list[models.Manager]:
    """Return the rows inside a record (citations, roles), table by table."""
    return [getattr(record, name) for name in record.child_relations]


def find_revision(record):
    """Return the revision of a record that is under way; None where there is none."""
    return type(record).objects.filter(revises=record).first()


@transaction.atomic
def begin_revision(record, *, by):
    """Return the open revision of a published record; one is made in the name of `by` if needed."""
    lock_for_update(record)
    if found := find_revision(record):
        return found
    [copy] = begin_revisions([record], by=by)
    history.add_version(copy)
    return copy


@transaction.atomic
def begin_revisions(records: Sequence[Curated], *, by) -> list[Curated]:
    """Begin a revision of each of some published records that have none; nobody else changes them.

    The history of the copies is for the caller to keep.
    """
    if not records:
        return []
    if any(record.status != Status.PUBLISHED for record in records):
        raise ValidationError(_("Only a published record is changed by a revision."))
    model, codes = type(records[0]), next_codes(REVISION_PREFIX, len(records))
    copies = [copy_of(record, code, by=by) for record, code in zip(records, codes, strict=True)]
    model._base_manager.bulk_create(copies)
    copy_relations(model, dict(zip((record.pk for record in records), copies, strict=True)))
    return copies


def copy_of(record: Curated, code: str, *, by) -> Curated:
    """Return a draft with the content of a record, which is not saved yet."""
    content = {
        field.attname: getattr(record, field.attname) for field in content_fields(type(record))
    }
    content |= {"change_note": "", "author": by, "changed_by": by, "code": code}
    return type(record)(**content, revises=record, revises_token=record.edit_token)


def share_words(source, target) -> None:
    """Give a record the sectors, countries and the like of another one, and no others."""
    for field in many_to_many_fields(type(source)):
        getattr(target, field.name).set(getattr(source, field.name).all())


def apply_revision(copy, *, by):
    """Give a published record the content of its revision, as a new version; return the record.

    ValidationError where the record was changed since the revision was begun.
    """
    record = copy.revises
    lock_for_update(record)
    if is_outdated(copy):
        raise ValidationError(
            _("The published record was changed after this revision was begun. Bring the revision "
              "up to date first."), code="moved_on",
        )  # fmt: skip
    for field in content_fields(type(record)):
        setattr(record, field.attname, getattr(copy, field.attname))
    record.version += 1
    record.reviewer, record.changed_by = by, copy.changed_by
    share_words(copy, record)
    move_rows(copy, record)
    copy.delete()
    record.save()
    return record


def change_in(record, status: str) -> str:
    """Say what a revision that is about to be published changes, and by whom; nothing otherwise."""
    if not is_revision(record) or status != Status.PUBLISHED:
        return ""
    words = {"note": record.change_note, "who": record.changed_by or _("somebody")}
    return _("Changed by %(who)s: %(note)s") % words


def refuse_to_discard(record) -> None:
    """Raise ValidationError where a record is no revision that can be given up."""
    if not is_revision(record) or record.status != Status.DRAFT:
        raise ValidationError(_("Only the draft of a revision is discarded."))


def move_rows(source, target) -> None:
    """Put the rows of one record in the place of those of another one."""
    for theirs, mine in zip(child_managers(target), child_managers(source), strict=True):
        theirs.all().delete()
        for row in mine.all():
            setattr(row, mine.field.name, target)
            row.save()
