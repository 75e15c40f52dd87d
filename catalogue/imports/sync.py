"""A record's state, as files describe it and as the database holds it, in one form to compare."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass
class RecordState:
    """What a record should hold: own values, linked records, and rows of its own tables.

    The first field of a row names it: a row that keeps its name keeps its place in the database,
    so that what points to it stays.

    A state that was read from a public export names no records that are not public; `public_only`
    leaves links to those as they are, unless they are named all the same.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[models.Model]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    public_only: bool = False

    def without(self, names: Iterable[str]) -> "RecordState":
        """Return this state as a public export gives it: without the fields that it cannot show."""
        return RecordState(
            {name: value for name, value in self.values.items() if name not in names},
            self.links,
            {name: rows for name, rows in self.rows.items() if name not in names},
            public_only=True,
        )

    def only(self, names: Container[str]) -> "RecordState":
        """Return this state as far as a table speaks of it: fields of other columns left out."""
        return RecordState(
            {name: value for name, value in self.values.items() if name in names},
            {name: links for name, links in self.links.items() if name in names},
            {name: rows for name, rows in self.rows.items() if name in names},
            public_only=True,
        )


def differs(record: models.Model, wanted: RecordState) -> bool:
    """Say whether the database holds something else than `wanted`, in what `wanted` names."""
    return (
        any(_held(record, name) != _plain(value) for name, value in wanted.values.items())
        or any(_links(record, name, wanted) != _plain(each) for name, each in wanted.links.items())
        or any(
            _rows_differ(_rows(record, name, wanted), each) for name, each in wanted.rows.items()
        )
    )


def _links(record, name, wanted):
    linked, named = getattr(record, name).all(), {each.pk for each in wanted.links[name]}
    return {
        each.pk
        for each in linked
        if each.pk in named or not (wanted.public_only and is_hidden(each))
    }


def _rows(record, name, wanted):
    rows = list(getattr(record, name).all())
    if not wanted.public_only:
        return rows
    named = [_identity(row.__class__, values) for row in rows[:1] for values in wanted.rows[name]]
    return [row for row in rows if not leads_to_hidden(row) or _identity_of(row) in named]


def identifying(model: type[models.Model]) -> list[str]:
    """Return the fields that tell the rows of one record apart, as far as a rule says so."""
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    owner = next(field.name for field in model._meta.fields if field.many_to_one)
    return [name for each in unique[:1] for name in each.fields if name != owner]


def _identity(model, values):
    return [_plain(values.get(name, "")) for name in identifying(model)]


def _identity_of(row):
    return [_held(row, name) for name in identifying(row.__class__)]


def is_hidden(record: models.Model) -> bool:
    """Say whether the public cannot see a record."""
    return not getattr(record, "is_public", True)


def leads_to_hidden(row: models.Model) -> bool:
    """Say whether a row of a record leads to another record that the public cannot see."""
    _owner, *others = (each for each in row._meta.fields if each.many_to_one)
    return any(is_hidden(getattr(row, each.name)) for each in others)


def _rows_differ(present, wanted):
    return len(present) != len(wanted) or any(
        _held(row, field) != _plain(value)
        for row, values in zip(present, wanted, strict=True)
        for field, value in values.items()
    )


def _held(record, name):
    """Return what a record holds in a field; linked records as their keys."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return {linked.pk for linked in getattr(record, name).all()}
    return getattr(record, field.attname)


def _plain(value):
    """Return a wanted value in the form in which `_held` gives it."""
    if isinstance(value, list):
        return {each.pk for each in value}
    return value.pk if isinstance(value, models.Model) else value


def write_state(record: models.Model, wanted: RecordState) -> None:
    """Make the database hold `wanted`. ValidationError where a value breaks a rule."""
    _save(record, wanted.values)
    for name, links in wanted.links.items():
        if _links(record, name, wanted) != _plain(links):
            kept = [each for each in getattr(record, name).all() if is_hidden(each)]
            getattr(record, name).set([*links, *kept] if wanted.public_only else links)
    for name, rows in wanted.rows.items():
        present = _rows(record, name, wanted)
        if _rows_differ(present, rows):
            _write_rows(getattr(record, name), record, present, rows)


def _save(record, values):
    for name, value in values.items():
        setattr(record, name, value)
    # Foreign keys were looked up already; to check them again would cost a query each.
    record.clean_fields(exclude=[each.name for each in record._meta.fields if each.is_relation])
    record.clean()
    record.save()


def _write_rows(related, record, present, wanted):
    kept, surplus = _match(present, wanted)
    if surplus:
        related.filter(pk__in=[row.pk for row in surplus]).delete()
    for row, values in zip(kept, wanted, strict=True):
        links = {name: value for name, value in values.items() if isinstance(value, list)}
        row = row or related.model(**{related.field.name: record})
        _save(row, {name: value for name, value in values.items() if name not in links})
        for name, linked in links.items():
            getattr(row, name).set(linked)


def _match(present, wanted):
    """Return the present row of each wanted one (or None), and the rows that nothing wants.

    Rows that a rule tells apart are found first; then those that share the first field.
    """
    kept, left = [None] * len(wanted), list(present)
    for same in (_is_the_same, _begins_alike):
        for place, values in enumerate(wanted):
            if kept[place] is None:
                kept[place] = next((row for row in left if same(row, values)), None)
                left = [row for row in left if row is not kept[place]]
    return kept, left


def _is_the_same(row, values):
    names = identifying(row.__class__)
    return bool(names) and _identity_of(row) == _identity(row.__class__, values)


def _begins_alike(row, values):
    name, value = next(iter(values.items()))
    return _held(row, name) == _plain(value)
