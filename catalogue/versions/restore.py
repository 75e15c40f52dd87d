"""An old version of a record becomes its newest one; a deleted record comes back."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Status
from catalogue.versions.cloning import many_to_many_fields
from catalogue.versions.forms import describe_violation
from catalogue.versions.revisions import OWN, begin_revision, content_fields, find_revision
from catalogue.versions.version_content import child_values, field_values

#: What belongs to a record and comes back with it, when it was deleted.
ITS_OWN = ("id", "code", "author_id", "published_at", "version")


def restore_version(version: Version, record, *, by) -> None:
    """Give a record the content that it had in a snapshot, in the name of `by`.

    Only what is other than it was then is written: words and rows that were read along with the
    record cost nothing. ValidationError where something that it named then is gone, or is needed by
    others now.
    """
    data, changed = version.field_dict, []
    for field in content_fields(type(record)):
        if field.attname in data and data[field.attname] != getattr(record, field.attname):
            setattr(record, field.attname, data[field.attname])
            changed.append(field)
    record.changed_by = by
    refuse_gone(record, changed)
    write(version, record)


def recover_record(version: Version, *, by):
    """Bring back a deleted record as a draft, under the code that it had; return it.

    A revision that was discarded comes back as a revision.
    """
    model, data = version._model, version.field_dict
    if data.get("revises_id"):
        return recover_revision(version, by)
    kept = {field.attname: data[field.attname] for field in content_fields(model)}
    kept |= {name: data[name] for name in ITS_OWN if name in data}
    if "status" in data:
        kept["status"] = Status.DRAFT
    record = model(**kept, changed_by=by)
    refuse_gone(record, content_fields(model))
    write(version, record, force_insert=True)
    return record


def recover_revision(version: Version, by):
    """Begin a revision with the content of one that is gone."""
    record = version._model.objects.filter(pk=version.field_dict["revises_id"]).first()
    if record is None:
        raise ValidationError(_("The record that it revises is gone; bring that back first."))
    if find_revision(record):
        raise ValidationError(_("Another revision of this record is under way."))
    copy = begin_revision(record, by=by)
    restore_version(version, copy, by=by)
    return copy


def write(version: Version, record, **how) -> None:
    """Save a record with the words and rows of a snapshot; all of it or nothing."""
    try:
        with transaction.atomic():
            save(record, **how)
            fill(version, record)
    except models.ProtectedError as needed:
        others = ", ".join(str(each) for each in list(needed.protected_objects)[:3])
        raise ValidationError(_("It has rows now that others need: %s") % others) from needed
    if getattr(record, "is_public", False):
        refuse_unready(type(record)._base_manager.get(pk=record.pk))


def save(record, **how) -> None:
    """Save a record or one of its rows; ValidationError where it breaks a rule of today."""
    try:
        with transaction.atomic():
            record.save(**how)
    except IntegrityError as broken:
        try:
            record.validate_unique()
            record.validate_constraints()
        except ValidationError as told:
            raise ValidationError([describe_violation(text) for text in told.messages]) from broken
        raise ValidationError(_("It does not fit to what other records say now.")) from broken


def refuse_unready(record) -> None:
    """Raise ValidationError where a public record lacks what publication needs."""
    if what := record.missing_fields:
        raise ValidationError(_("It is public, and would lack %s.") % what)


def fill(version: Version, record) -> None:
    """Give a record the words and rows of a snapshot, and no others."""
    set_words(record, version.field_dict)
    for name in getattr(record, "child_relations", ()):
        rows = child_values(version, type(record), name)
        if version.object_id != str(record.pk):
            rows = [values | {"id": None} for values in rows]
        if not is_so_already(getattr(record, name), rows):
            put_rows(getattr(record, name), rows, record)


def is_so_already(manager, rows: list[dict]) -> bool:
    """Say whether a record has exactly these rows."""
    there = {row.pk: field_values(row) for row in manager.all()}
    return len(there) == len(rows) and all(there.get(values["id"]) == values for values in rows)


def put_rows(manager, rows: list[dict], record) -> None:
    """Give a record rows of a snapshot in the place of those that it has."""
    wanted = {values["id"] for values in rows} - {None}
    in_the_way(manager, wanted).delete()
    left = manager.model._base_manager.filter(pk__in=wanted)
    owners = dict(left.values_list("pk", manager.field.attname))
    for values in rows:
        put_row(manager, values, record, owners.get(values["id"]))


def in_the_way(manager, wanted: set):
    """Return the rows that leave a record: all, or those nobody wants where others lean on them."""
    leaned_on = manager.model._meta.related_objects
    return manager.exclude(pk__in=wanted) if leaned_on else manager.all()


def put_row(manager, values: dict, record, owner: int | None) -> None:
    """Give a record one row of a snapshot; a row that is still there (`owner`) keeps its place."""
    own = {field.attname for field in manager.model._meta.concrete_fields}
    row = manager.model(**{name: value for name, value in values.items() if name in own})
    setattr(row, manager.field.name, record)
    row._state.adding = owner != record.pk
    if owner not in (None, record.pk):
        row.pk = None  # it is a row of another record by now
    refuse_gone(row, row._meta.concrete_fields)
    save(row)
    set_words(row, values)


def set_words(record, data: dict) -> None:
    """Give a record the sectors and the like of a snapshot; those that are gone stay so."""
    for field in many_to_many_fields(type(record)):
        words, wanted = getattr(record, field.name), data.get(field.name) or []
        if {word.pk for word in words.all()} != set(wanted):
            words.set(field.related_model._base_manager.filter(pk__in=wanted))


def refuse_gone(record, fields: Iterable[models.Field]) -> None:
    """Raise ValidationError where some fields of a record name what is gone.

    A database finds that out only when the transaction ends.
    """
    for field in fields:
        key = getattr(record, field.attname)
        if not field.is_relation or field.name in OWN or key is None:
            continue
        if not field.related_model._base_manager.filter(pk=key).exists():
            what = {"field": field.verbose_name}
            raise ValidationError(_("What “%(field)s” named then is gone.") % what)
