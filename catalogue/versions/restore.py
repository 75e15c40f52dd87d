"""Make an old version of a record its newest one, and bring deleted records back."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.constraints import check_all_rules
from catalogue.core.models import Status
from catalogue.versions.cloning import (
    NOT_CONTENT,
    child_tables,
    content_fields,
    many_to_many_fields,
)
from catalogue.versions.content import child_values, field_values
from catalogue.versions.revisions import begin_revision, find_revision

#: Fields that are no content, and come back with a record that was deleted.
RECOVERED_FIELDS = ("id", "code", "author_id", "published_at", "version")


def restore_version(version: Version, record, *, by, parsed: dict | None = None) -> None:
    """Give a record the content that it had in a version, in the name of `by`.

    `parsed` is a dictionary that the caller passes for all versions of one revision.
    Raise ValidationError if a record that it named then was deleted, or is needed by others now.
    """
    write_content(record, version.field_dict, read_rows(version, record, parsed), by=by)


def write_content(record, values: dict, rows: dict[str, list[dict]], *, by) -> None:
    """Give a record some values of columns and relations, and the rows of some tables.

    Only what differs is written: relations and child records that were prefetched cost no query.
    Raise ValidationError if a record that it would name was deleted, or is needed by others now.
    """
    changed = []
    for field in content_fields(type(record)):
        if field.attname in values and values[field.attname] != getattr(record, field.attname):
            setattr(record, field.attname, values[field.attname])
            changed.append(field)
    record.changed_by = by
    check_references(record, changed)
    save_with_relations(record, values, rows)


def read_rows(version: Version, record, parsed: dict | None = None) -> dict[str, list[dict]]:
    """Return the values of the child records in a version by table; another record has no keys."""
    rows = {
        name: child_values(version, type(record), name, parsed) for name in child_tables(record)
    }
    if version.object_id == str(record.pk):
        return rows
    return {name: [values | {"id": None} for values in found] for name, found in rows.items()}


def recover_record(version: Version, *, by):
    """Bring back a deleted record as a draft, under the code that it had; return it.

    A revision that was discarded comes back as a revision.
    """
    model, data = version._model, version.field_dict
    if data.get("revises_id"):
        return recover_revision(version, by)
    values = {field.attname: data[field.attname] for field in content_fields(model)}
    values |= {name: data[name] for name in RECOVERED_FIELDS if name in data}
    if "status" in data:
        values["status"] = Status.DRAFT
    record = model(**values, changed_by=by)
    check_references(record, content_fields(model))
    save_with_relations(record, data, read_rows(version, record), force_insert=True)
    return record


def recover_revision(version: Version, by):
    """Begin a revision with the content of one that was deleted."""
    record = version._model.objects.filter(pk=version.field_dict["revises_id"]).first()
    if record is None:
        raise ValidationError(_("The record that it revises was deleted. Restore that first."))
    if find_revision(record):
        raise ValidationError(_("This record has another open revision."))
    revision = begin_revision(record, by=by)
    restore_version(version, revision, by=by)
    return revision


def save_with_relations(record, values: dict, rows: dict[str, list[dict]], **options) -> None:
    """Save a record with its relations and child records: all of it or nothing."""
    try:
        with transaction.atomic():
            save_valid(record, **options)
            restore_many_to_many(record, values)
            for name, children in rows.items():
                if not has_children(getattr(record, name), children):
                    replace_children(getattr(record, name), children, record)
    except models.ProtectedError as error:
        others = ", ".join(str(each) for each in list(error.protected_objects)[:3])
        raise ValidationError(
            _("Some of its present rows are used by other records: %s") % others
        ) from error
    if getattr(record, "is_public", False):
        saved = type(record)._base_manager.get(pk=record.pk)
        if what := saved.missing_fields:
            raise ValidationError(_("It is published and needs: %s.") % what)


def save_valid(record, **options) -> None:
    """Save a record or a child record; raise ValidationError if it violates a constraint."""
    try:
        with transaction.atomic():
            record.save(**options)
    except IntegrityError as error:
        unknown = _("It conflicts with other records.")
        raise (check_all_rules(record) or ValidationError(unknown)) from error


def has_children(manager, children: list[dict]) -> bool:
    """Return True if a record has exactly these child records in one table."""
    existing = {child.pk: field_values(child) for child in manager.all()}
    return len(existing) == len(children) and all(
        existing.get(values["id"]) == values for values in children
    )


def replace_children(manager, children: list[dict], record) -> None:
    """Replace the child records of a record in one table by those of a version.

    Those of the version stay where other records refer to them; otherwise all are written again.
    """
    wanted = {values["id"] for values in children} - {None}
    has_references = manager.model._meta.related_objects
    replaced = manager.exclude(pk__in=wanted) if has_references else manager.all()
    replaced.delete()
    remaining = manager.model._base_manager.filter(pk__in=wanted)
    owners = dict(remaining.values_list("pk", manager.field.attname))
    for values in children:
        restore_child(manager, values, record, owners.get(values["id"]))


def restore_child(manager, values: dict, record, owner: int | None) -> None:
    """Give a record one child record of a version; `owner` is the record that has it now."""
    columns = {field.attname for field in manager.model._meta.concrete_fields}
    child = manager.model(**{name: value for name, value in values.items() if name in columns})
    setattr(child, manager.field.name, record)
    child._state.adding = owner != record.pk
    if owner not in (None, record.pk):
        child.pk = None  # the key belongs to a child of another record by now
    check_references(child, child._meta.concrete_fields)
    save_valid(child)
    restore_many_to_many(child, values)


def restore_many_to_many(record, data: dict) -> None:
    """Give a record the related records that `data` has, without those that were deleted."""
    for field in many_to_many_fields(type(record)):
        if field.name not in data:
            continue
        related, wanted = getattr(record, field.name), data[field.name] or []
        if {each.pk for each in related.all()} != set(wanted):
            related.set(field.related_model._base_manager.filter(pk__in=wanted))


def check_references(record, fields: Iterable[models.Field]) -> None:
    """Raise ValidationError if a field of a record refers to a record that was deleted.

    A database finds that out only when the transaction ends.
    """
    for field in fields:
        key = getattr(record, field.attname)
        if not field.is_relation or field.name in NOT_CONTENT or key is None:
            continue
        if not field.related_model._base_manager.filter(pk=key).exists():
            what = {"field": field.verbose_name}
            raise ValidationError(_("The record under “%(field)s” was deleted meanwhile.") % what)
