"""An old version of a record becomes its newest one; a deleted record comes back."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Status
from catalogue.curation.forms import in_words
from catalogue.curation.revising import OWN, begin, content_fields, open_for, words_of
from catalogue.curation.snapshots import data_of_rows

#: What belongs to a record and comes back with it, when it was deleted.
ITS_OWN = ("id", "code", "author_id", "published_at", "version")


def restore(version: Version, record, *, by) -> None:
    """Give a record the content that it had in a snapshot, in the name of `by`.

    ValidationError where something that it named then is gone, or is needed by others now.
    """
    data = version.field_dict
    for field in content_fields(type(record)):
        if field.attname in data:
            setattr(record, field.attname, data[field.attname])
    record.changed_by = by
    write(version, record)


def recover(version: Version, *, by):
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
    write(version, record, force_insert=True)
    return record


def recover_revision(version: Version, by):
    """Begin a revision with the content of one that is gone."""
    record = version._model.objects.filter(pk=version.field_dict["revises_id"]).first()
    if record is None:
        raise ValidationError(_("The record that it revises is gone; bring that back first."))
    if open_for(record):
        raise ValidationError(_("Another revision of this record is under way."))
    copy = begin(record, by=by)
    restore(version, copy, by=by)
    return copy


def write(version: Version, record, **how) -> None:
    """Save a record with the words and rows of a snapshot; all of it or nothing."""
    refuse_broken(record)
    try:
        with transaction.atomic():
            record.save(**how)
            fill(version, record)
    except models.ProtectedError as needed:
        others = ", ".join(str(each) for each in list(needed.protected_objects)[:3])
        raise ValidationError(_("It has rows now that others need: %s") % others) from needed
    except IntegrityError as broken:
        raise ValidationError(_("It does not fit to what other records say now.")) from broken
    if getattr(record, "is_public", False) and (what := record.lacks):
        raise ValidationError(_("It is public, and would lack %s.") % what)


def fill(version: Version, record) -> None:
    """Give a record the words and rows of a snapshot, and no others."""
    set_words(record, version.field_dict)
    for name in getattr(record, "rows", ()):
        manager, rows = getattr(record, name), data_of_rows(version, type(record), name)
        if version.object_id != str(record.pk):
            rows = [values | {"id": None} for values in rows]
        in_the_way(manager, {values["id"] for values in rows}).delete()
        for values in rows:
            put_row(manager, values, record)


def in_the_way(manager, wanted: set):
    """Return the rows that leave a record: all, or those nobody wants where others lean on them."""
    leaned_on = manager.model._meta.related_objects
    return manager.exclude(pk__in=wanted - {None}) if leaned_on else manager.all()


def put_row(manager, values: dict, record) -> None:
    """Give a record one row of a snapshot; a row that is still there keeps its place."""
    own = {field.attname for field in manager.model._meta.concrete_fields}
    row = manager.model(**{name: value for name, value in values.items() if name in own})
    setattr(row, manager.field.name, record)
    row._state.adding = not manager.filter(pk=row.pk).exists()
    if row._state.adding and manager.model._base_manager.filter(pk=row.pk).exists():
        row.pk = None  # it is a row of another record by now
    refuse_broken(row)
    row.save()
    set_words(row, values)


def set_words(record, data: dict) -> None:
    """Give a record the sectors and the like of a snapshot; those that are gone stay so."""
    for field in words_of(type(record)):
        there = field.related_model._base_manager.filter(pk__in=data.get(field.name) or [])
        getattr(record, field.name).set(there)


def refuse_broken(record) -> None:
    """Raise ValidationError where a record names what is gone, or breaks a rule of today."""
    for field in record._meta.concrete_fields:
        key = getattr(record, field.attname)
        if not field.is_relation or field.name in OWN or key is None:
            continue
        if not field.related_model._base_manager.filter(pk=key).exists():
            what = {"field": field.verbose_name}
            raise ValidationError(_("What “%(field)s” named then is gone.") % what)
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as broken:
        raise ValidationError([in_words(text) for text in broken.messages]) from broken
