"""Revisions: a published record is changed on a copy of it, and stays as it is meanwhile.

The copy is a draft with a code of its own, which goes through review as every draft does. When it
is published its content replaces that of the record, and the copy is deleted.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from reversion.models import Version

from catalogue.core.models import REVISION_PREFIX, Curated, Status
from catalogue.core.sequences import next_codes
from catalogue.versions import history
from catalogue.versions.cloning import (
    content_fields,
    copy_children,
    copy_relations,
    many_to_many_fields,
    move_children,
)
from catalogue.versions.content import field_values, read_record, read_version
from catalogue.versions.merge import merge_values


class RecordGone(Exception):
    """A record of this model was deleted meanwhile, or was a revision that has been published."""

    def __init__(self, model):
        super().__init__(model.__name__)
        self.model = model


def lock_for_update(record) -> None:
    """Read a record again and keep others from changing it until the transaction ends.

    Raise RecordGone if it is no longer there.
    """
    try:
        record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update())
    except type(record).DoesNotExist:
        raise RecordGone(type(record)) from None


def is_revision(record) -> bool:
    """Return True if a record is the copy on which a published one is changed."""
    return isinstance(record, Curated) and record.revises_id is not None


def is_outdated(revision) -> bool:
    """Return True if the record was changed or unpublished since its revision was begun."""
    record = revision.revises
    return record.edit_token != revision.revises_token or record.status != Status.PUBLISHED


def find_revision(record):
    """Return the open revision of a record; None where there is none."""
    return type(record).objects.filter(revises=record).first()


@transaction.atomic
def begin_revision(record, *, by):
    """Return the open revision of a published record; make one in the name of `by` if needed."""
    lock_for_update(record)
    if found := find_revision(record):
        return found
    [revision] = begin_revisions([record], by=by)
    history.add_version(revision)
    return revision


@transaction.atomic
def begin_revisions(records: Sequence[Curated], *, by) -> list[Curated]:
    """Make a revision of each of some published records that have none and that are locked.

    The caller adds the revisions to the history.
    """
    if not records:
        return []
    if any(record.status != Status.PUBLISHED for record in records):
        raise ValidationError(_("Only a published record can have a revision."))
    model, copies = type(records[0]), []
    codes = next_codes(REVISION_PREFIX, len(records))
    for record, code in zip(records, codes, strict=True):
        content = {field.attname: getattr(record, field.attname) for field in content_fields(model)}
        content |= {"change_note": "", "author": by, "changed_by": by, "code": code}
        copies.append(model(**content, revises=record, revises_token=record.edit_token))
    model._base_manager.bulk_create(copies)
    copy_relations(model, dict(zip((record.pk for record in records), copies, strict=True)))
    return copies


def apply_revision(revision, *, by):
    """Give a published record the content of its revision, as a new version; return the record.

    Raise ValidationError if the record was changed since the revision was begun.
    """
    record = revision.revises
    lock_for_update(record)
    if is_outdated(revision):
        raise ValidationError(
            _("The published record was changed after this revision was started. "
              "Bring the revision up to date first."), code="moved_on",
        )  # fmt: skip
    for field in content_fields(type(record)):
        setattr(record, field.attname, getattr(revision, field.attname))
    record.version += 1
    record.reviewer, record.changed_by = by, revision.changed_by
    record.submitted_by, record.submitted_at = revision.submitted_by, revision.submitted_at
    for field in many_to_many_fields(type(revision)):
        getattr(record, field.name).set(getattr(revision, field.name).all())
    move_children(revision, record)
    revision.delete()
    record.save()
    return record


def describe_revision(record, status: str) -> str:
    """Return who changed what in a revision that is about to be published; otherwise nothing."""
    if not is_revision(record) or status != Status.PUBLISHED:
        return ""
    words = {"note": record.change_note, "who": record.changed_by or _("another user")}
    return _("Changed by %(who)s: %(note)s") % words


@transaction.atomic
def rebase_revision(revision, *, by) -> None:
    """Copy what its record contains now into a revision, wherever the revision changed nothing.

    It is a draft again: its content together with that of the record has not been reviewed.
    """
    if not is_revision(revision):
        raise ValidationError(_("Only a revision can be brought up to date."))
    record = revision.revises
    lock_for_update(revision)
    lock_for_update(record)
    if not is_outdated(revision):
        raise ValidationError(_("It is already up to date."))
    base = history.find_version_by_token(record, revision.revises_token)
    if record.status != Status.PUBLISHED or base is None:
        raise ValidationError(_("It cannot be brought up to date: publish the record first."))
    copy_unchanged_parts(revision, record, base)
    revision.revises_token, revision.status = record.edit_token, Status.DRAFT
    revision.changed_by = by
    revision.save()


def copy_unchanged_parts(revision, record, base: Version) -> None:
    """Merge into a revision what was changed in its record since `base`.

    Where both changed a field or a table of child records, the revision keeps its own.
    """
    data, before, after = base.field_dict, read_version(base), read_record(revision)
    for field in content_fields(type(revision)):
        if field.name != "change_note":
            values = (getattr(each, field.attname) for each in (revision, record))
            setattr(revision, field.attname, merge_values(data.get(field.attname), *values).value)
    mine, saved = field_values(revision), field_values(record)
    for field in many_to_many_fields(type(revision)):
        keys = merge_values(data.get(field.name) or [], mine[field.name], saved[field.name]).value
        getattr(revision, field.name).set(keys)
    for name in revision.child_relations:
        if after[name] == before[name]:
            getattr(revision, name).all().delete()
            copy_children(type(revision)._meta.get_field(name), {record.pk: revision})
