"""What a record should hold, compared with what the database holds, and written."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass
class RecordState:
    """What a record should hold: own values, linked records, and rows of its own tables.

    The first field of a row names it: a row that keeps its name keeps its place in the database,
    so that what points to it stays.

    `public_only` belongs to what was read from a table: an export names no records that are not
    public, so links to those stay as they are unless the table names them.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[models.Model]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    public_only: bool = False

    def only(self, names: Container[str]) -> "RecordState":
        """Return the part of this state that a table with some columns gives."""
        parts = [
            {name: value for name, value in part.items() if name in names}
            for part in (self.values, self.links, self.rows)
        ]
        return RecordState(*parts, public_only=True)


def has_changes(record: models.Model, wanted: RecordState) -> bool:
    """Return True if the database holds something else than `wanted` in what `wanted` names."""
    return (
        any(
            held_value(record, name) != comparable_value(each)
            for name, each in wanted.values.items()
        )
        or any(
            held_links(record, name, wanted) != comparable_value(e)
            for name, e in wanted.links.items()
        )
        or any(rows_differ(held_rows(record, name, wanted), e) for name, e in wanted.rows.items())
    )


def held_links(record: models.Model, name: str, wanted: RecordState) -> set[int]:
    """Return the keys of the linked records that a state has to name."""
    linked, named = getattr(record, name).all(), {each.pk for each in wanted.links[name]}
    return {
        each.pk
        for each in linked
        if each.pk in named or not (wanted.public_only and is_hidden(each))
    }


def held_rows(record: models.Model, name: str, wanted: RecordState) -> list[models.Model]:
    """Return the rows of a record that a state has to name."""
    rows = list(getattr(record, name).all())
    if not wanted.public_only:
        return rows
    named = [identity_of(type(row), values) for row in rows[:1] for values in wanted.rows[name]]
    return [row for row in rows if not leads_to_hidden(row) or held_identity(row) in named]


def identifying_fields(model: type[models.Model]) -> list[str]:
    """Return the fields that tell the rows of one record apart, as far as a constraint says so."""
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    owner = owner_field(model)
    return [name for each in unique[:1] for name in each.fields if name != owner.name]


def owner_field(model: type[models.Model]) -> models.ForeignKey:
    """Return the field by which a row belongs to its record."""
    return next(
        each
        for each in model._meta.fields
        if each.many_to_one
        and each.remote_field.name in getattr(each.related_model, "child_relations", ())
    )


def identity_of(model: type[models.Model], values: dict) -> list:
    """Return what tells a wanted row apart from others."""
    return [comparable_value(values.get(name, "")) for name in identifying_fields(model)]


def held_identity(row: models.Model) -> list:
    """Return what tells a row of the database apart from others."""
    return [held_value(row, name) for name in identifying_fields(type(row))]


def is_hidden(record: models.Model) -> bool:
    """Return True if the public cannot see a record."""
    return not getattr(record, "is_public", True)


def leads_to_hidden(row: models.Model) -> bool:
    """Return True if a row of a record leads to another record that the public cannot see."""
    owner = owner_field(type(row))
    links = [each for each in row._meta.fields if each.many_to_one and each is not owner]
    return any(is_hidden(getattr(row, each.name)) for each in links)


def rows_differ(held: list[models.Model], wanted: list[dict]) -> bool:
    """Return True if rows of the database are not those that are wanted, in their order."""
    return len(held) != len(wanted) or any(
        held_value(row, name) != comparable_value(value)
        for row, values in zip(held, wanted, strict=True)
        for name, value in values.items()
    )


def held_value(record: models.Model, name: str):
    """Return what a record holds in a field; linked records as their keys."""
    found = record._meta.get_field(name)
    if found.many_to_many:
        return {linked.pk for linked in getattr(record, name).all()}
    return getattr(record, found.attname)


def comparable_value(value):
    """Return a wanted value in the form in which `held_value` gives it."""
    if isinstance(value, list):
        return {each.pk for each in value}
    return value.pk if isinstance(value, models.Model) else value


def write_state(record: models.Model, wanted: RecordState) -> None:
    """Make the database hold `wanted`. Raise ValidationError if a value breaks a rule."""
    save_values(record, wanted.values)
    for name, links in wanted.links.items():
        if held_links(record, name, wanted) != comparable_value(links):
            hidden = [each for each in getattr(record, name).all() if is_hidden(each)]
            getattr(record, name).set([*links, *hidden] if wanted.public_only else links)
    for name, rows in wanted.rows.items():
        held = held_rows(record, name, wanted)
        if rows_differ(held, rows):
            write_rows(getattr(record, name), record, held, rows)


def save_values(record: models.Model, values: dict) -> None:
    """Set fields of a record and save it."""
    for name, value in values.items():
        setattr(record, name, value)
    # Foreign keys were looked up already; to check them again would cost a query each.
    record.clean_fields(exclude=[each.name for each in record._meta.fields if each.is_relation])
    record.clean()
    record.save()


def write_rows(manager, record: models.Model, held: list[models.Model], wanted: list[dict]) -> None:
    """Make the rows of a record those that are wanted; rows that are the same keep their keys."""
    matched, surplus = match_rows(held, wanted)
    if surplus:
        manager.filter(pk__in=[row.pk for row in surplus]).delete()
    for row, values in zip(matched, wanted, strict=True):
        links = {name: value for name, value in values.items() if isinstance(value, list)}
        row = row or manager.model(**{manager.field.name: record})
        save_values(row, {name: value for name, value in values.items() if name not in links})
        for name, linked in links.items():
            getattr(row, name).set(linked)


def match_rows(held: list[models.Model], wanted: list[dict]):
    """Return the row of the database for each wanted one (or None), and the rows left over.

    Rows with the same unique fields are matched first, then those with the same first field.
    """
    matched, left = [None] * len(wanted), list(held)
    for is_match in (has_identity, has_first_field):
        for place, values in enumerate(wanted):
            if matched[place] is None:
                matched[place] = next((row for row in left if is_match(row, values)), None)
                left = [row for row in left if row is not matched[place]]
    return matched, left


def has_identity(row: models.Model, values: dict) -> bool:
    """Return True if a constraint says that a row is the wanted one."""
    names = identifying_fields(type(row))
    return bool(names) and held_identity(row) == identity_of(type(row), values)


def has_first_field(row: models.Model, values: dict) -> bool:
    """Return True if a row has the first field of the wanted one."""
    name, value = next(iter(values.items()))
    return held_value(row, name) == comparable_value(value)
