"""A record's state, as files describe it and as the database holds it, in one form to compare."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass
class State:
    """What a record should hold: own values, linked records, and rows of its own tables.

    The first field of a row names it: a row that keeps its name keeps its place in the database,
    so that what points to it stays.

    A state that was read from a public export cannot name records that are not public;
    `public_only` leaves links to those as they are.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[models.Model]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    public_only: bool = False

    def without(self, names: Iterable[str]) -> "State":
        """Return this state as a public export gives it: without the fields that it cannot show."""
        return State(
            {name: value for name, value in self.values.items() if name not in names},
            self.links,
            {name: rows for name, rows in self.rows.items() if name not in names},
            public_only=True,
        )


def differs(record: models.Model, wanted: State) -> bool:
    """Say whether the database holds something else than `wanted`, in what `wanted` names."""
    return (
        any(_held(record, name) != _plain(value) for name, value in wanted.values.items())
        or any(_links(record, name, wanted) != _plain(each) for name, each in wanted.links.items())
        or any(
            _rows_differ(_rows(record, name, wanted), each) for name, each in wanted.rows.items()
        )
    )


def _links(record, name, wanted):
    linked = getattr(record, name).all()
    return {each.pk for each in linked if not (wanted.public_only and is_hidden(each))}


def _rows(record, name, wanted):
    rows = list(getattr(record, name).all())
    return [row for row in rows if not leads_to_hidden(row)] if wanted.public_only else rows


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


def write(record: models.Model, wanted: State) -> None:
    """Make the database hold `wanted`. ValidationError where a value breaks a rule."""
    _save(record, wanted.values)
    for name, links in wanted.links.items():
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
    """Return the present row of each wanted one (or None), and the rows that nothing wants."""
    kept = []
    for values in wanted:
        name, value = next(iter(values.items()))
        same = (row for row in present if _held(row, name) == _plain(value))
        kept.append(row := next(same, None))
        if row:
            present.remove(row)
    return kept, present
