"""A revision is brought up to date when its record was changed after it was begun."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.core.models import Status
from catalogue.versions import version_content
from catalogue.versions.cloning import copy_children, many_to_many_fields
from catalogue.versions.conflicts import find_version_by_token
from catalogue.versions.locking import lock_for_update
from catalogue.versions.revisions import content_fields, is_outdated, is_revision


@transaction.atomic
def rebase_revision(copy, *, by) -> None:
    """Let a revision take what its record says now, wherever the revision itself changed nothing.

    It is a draft again: what it says together with the record has not been reviewed.
    """
    if not is_revision(copy):
        raise ValidationError(_("Only a revision is brought up to date."))
    record = copy.revises
    lock_for_update(copy)
    lock_for_update(record)
    if not is_outdated(copy):
        raise ValidationError(_("It is up to date."))
    base = find_version_by_token(record, copy.revises_token)
    if record.status != Status.PUBLISHED or base is None:
        raise ValidationError(_("It cannot be brought up to date: publish the record first."))
    take_untouched(copy, record, base)
    copy.revises_token, copy.status, copy.changed_by = record.edit_token, Status.DRAFT, by
    copy.save()


def take_untouched(copy, record, base) -> None:
    """Take each field, relation and table of rows of which the revision changed nothing."""
    data, was, mine = (
        base.field_dict,
        version_content.read_version(base),
        version_content.read_record(copy),
    )
    for field in content_fields(type(copy)):
        if getattr(copy, field.attname) == data.get(field.attname) and field.name != "change_note":
            setattr(copy, field.attname, getattr(record, field.attname))
    for field in many_to_many_fields(type(copy)):
        if mine.names[field.name] == was.names[field.name]:
            getattr(copy, field.name).set(getattr(record, field.name).all())
    for name in copy.child_relations:
        if mine.names[name] == was.names[name]:
            getattr(copy, name).all().delete()
            copy_children(type(copy)._meta.get_field(name), {record.pk: copy})
