"""What a record said at one moment, field by field, as people read it: now, or in a snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.core.models import Curated
from catalogue.versions.cloning import many_to_many_fields
from catalogue.versions.revisions import content_fields

#: Fields that belong to the record rather than to its content, and are worth reading all the same.
WITH = ("status", "withdrawal_reason", "returned_because")
#: Where a row stands among the others: it gives their order, and is not read.
PLACE = ("position", "order")


@dataclass
class RecordContent:
    """A record field by field: text of fields, names of what it is related to, rows as lines."""

    texts: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)


def field_label(model, name: str) -> str:
    """Return what a field or the rows of a record are called."""
    found = model._meta.get_field(name)
    if found.auto_created:
        return capfirst(found.related_model._meta.verbose_name_plural)
    return capfirst(found.verbose_name)


def fields(model) -> list[models.Field]:
    """Return the fields of a record that are compared: where it stands, then what it says."""
    named = {each.name: each for each in model._meta.concrete_fields}
    shared = {each.name for each in Curated._meta.local_fields}
    content = sorted(content_fields(model), key=lambda each: each.name in shared)
    return [named[name] for name in WITH if name in named] + content


def read_record(record) -> RecordContent:
    """Return what a record says now."""
    rows = {
        name: [field_values(row) for row in getattr(record, name).all()]
        for name in getattr(record, "child_relations", ())
    }
    return read(type(record), field_values(record), rows)


def read_content(record) -> RecordContent:
    """Return what a record says now, and not where it stands: a revision stands elsewhere."""
    found = read_record(record)
    for name in WITH:
        found.texts.pop(name, None)
    return found


def read_version(version: Version) -> RecordContent:
    """Return what a record said in a snapshot."""
    model = version._model
    rows = {
        name: child_values(version, model, name) for name in getattr(model, "child_relations", ())
    }
    return read(model, version.field_dict, rows)


def field_values(record) -> dict:
    """Return the values of a record by the names of its columns, as a snapshot holds them."""
    values = {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}
    words = {
        each.name: getattr(record, each.name).all() for each in many_to_many_fields(type(record))
    }
    return values | {name: [word.pk for word in found] for name, found in words.items()}


def child_values(version: Version, model, name: str) -> list[dict]:
    """Return the values of the rows of a record in a snapshot, by the names of their columns.

    A revision may hold the rows of thousands of records: an import. Where many of these are read
    (`together`), all rows are taken apart once; otherwise only those that look like this record's.
    """
    relation = model._meta.get_field(name)
    if (read_already := _together.get()) is not None:
        known = read_already.setdefault((version.revision_id, relation), {})
        if not known:
            for each in rows_in(version, relation):
                known.setdefault(str(each[relation.field.attname]), []).append(each)
        return known.get(version.object_id, [])
    likely = f'"{relation.field.name}": {version.object_id}'
    found = rows_in(version, relation, serialized_data__contains=likely)
    return [each for each in found if str(each[relation.field.attname]) == version.object_id]


def rows_in(version: Version, relation, **conditions) -> list[dict]:
    """Return the values of rows of a table in the revision of a snapshot."""
    row = relation.related_model._meta
    kept = version.revision.version_set.filter(
        content_type__app_label=row.app_label, content_type__model=row.model_name, **conditions
    )
    return [dict(each.field_dict) for each in kept.order_by("pk")]


_together: ContextVar[dict | None] = ContextVar("rows that were read together", default=None)


@contextmanager
def share_child_values() -> Iterator[None]:
    """Read many snapshots of few revisions: what was taken apart is remembered meanwhile."""
    token = _together.set({})
    try:
        yield
    finally:
        _together.reset(token)


def read(model, data: dict, rows: dict[str, list[dict]]) -> RecordContent:
    """Return the values of a record and of its rows in words."""
    found = RecordContent()
    for each in fields(model):
        found.texts[each.name] = text(each, data.get(each.attname))
    for each in many_to_many_fields(model):
        found.names[each.name] = sorted(names(each.related_model, data.get(each.name) or []))
    for name, values in rows.items():
        found.names[name] = lines(model._meta.get_field(name), values)
    return found


def text(each: models.Field, value) -> str:
    """Return the value of a field as people read it."""
    if value in (None, ""):
        return ""
    if each.is_relation:
        return names(each.related_model, [value])[0]
    if each.flatchoices:
        return str(dict(each.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def names(model, keys: list) -> list[str]:
    """Return the names of records by their keys; one that is gone is named by its key."""
    known = model._base_manager.in_bulk([int(key) for key in keys])
    return [str(known.get(int(key), f"{model._meta.verbose_name} {key}")) for key in keys]


def lines(relation, rows: list[dict]) -> list[str]:
    """Return rows as a line each: in their own order, or by their words where they have none."""
    model, parent = relation.related_model, relation.field
    place = next((name for name in PLACE if name in {f.name for f in model._meta.fields}), None)
    if place is None:
        return sorted(line(model, row, parent) for row in rows)
    ordered = sorted(rows, key=lambda row: (row[place], row["id"]))
    return [line(model, row, parent) for row in ordered]


def line(model, row: dict, parent: models.Field) -> str:
    """Return a row as one line: what it names, then what it says."""
    hidden = {"id", parent.name, *PLACE}
    said = [
        text(f, row.get(f.attname)) for f in model._meta.concrete_fields if f.name not in hidden
    ]
    said += [
        ", ".join(sorted(names(f.related_model, row.get(f.name) or [])))
        for f in many_to_many_fields(model)
    ]
    return " · ".join(part for part in said if part)
