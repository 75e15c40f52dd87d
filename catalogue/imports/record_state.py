"""What a record should hold, compared with what the database holds, and written."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from catalogue.core.constraints import explain_database_error
from catalogue.versions.cloning import owner_field


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
        not has_values(record, wanted.values)
        or any(find_changed_links(record, wanted))
        or any(find_changed_rows(record, wanted))
    )


def find_changed_links(record: models.Model, wanted: RecordState) -> Iterator[tuple[str, list]]:
    """Return (relation, records to link) for each relation that links to other records."""
    for name, links in wanted.links.items():
        keys, held = {each.pk for each in links}, list(getattr(record, name).all())
        kept = [each for each in held if each.pk not in keys and is_hidden(each)]
        kept = kept if wanted.public_only else []
        if {each.pk for each in held} != keys | {each.pk for each in kept}:
            yield name, [*links, *kept]


def find_changed_rows(record: models.Model, wanted: RecordState) -> Iterator[tuple[str, list]]:
    """Return (relation, its rows in the database) for each relation with other rows."""
    for name, rows in wanted.rows.items():
        held = list(getattr(record, name).all())
        if wanted.public_only:
            names = identifying_fields(type(held[0])) if held else []
            held = [
                row
                for row in held
                if not leads_to_hidden(row) or any(has_values(row, each, names) for each in rows)
            ]
        if len(held) != len(rows) or not all(map(has_values, held, rows)):
            yield name, held


def has_values(record: models.Model, values: dict, names: Iterable[str] | None = None) -> bool:
    """Return True if a record holds values: all of them, or those of some fields."""
    for name in values if names is None else names:
        wanted = values.get(name, "")
        if isinstance(wanted, list):
            if {each.pk for each in getattr(record, name).all()} != {each.pk for each in wanted}:
                return False
        elif record.serializable_value(name) != getattr(wanted, "pk", wanted):
            return False
    return True


def identifying_fields(model: type[models.Model]) -> list[str]:
    """Return the fields that tell the rows of one record apart, as far as a constraint says so."""
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    owner = owner_field(model)
    return [name for each in unique[:1] for name in each.fields if name != owner.name]


def is_hidden(record: models.Model) -> bool:
    """Return True if the public cannot see a record."""
    return not getattr(record, "is_public", True)


def leads_to_hidden(row: models.Model) -> bool:
    """Return True if a row of a record leads to another record that the public cannot see."""
    owner = owner_field(type(row))
    links = [each for each in row._meta.fields if each.many_to_one and each is not owner]
    return any(is_hidden(getattr(row, each.name)) for each in links)


def write_state(record: models.Model, wanted: RecordState) -> None:
    """Make the database hold `wanted`. Raise ValidationError if a value breaks a rule."""
    save_values(record, wanted.values)
    for name, links in find_changed_links(record, wanted):
        getattr(record, name).set(links)
    for name, held in find_changed_rows(record, wanted):
        write_rows(getattr(record, name), record, held, wanted.rows[name])


def save_values(record: models.Model, values: dict) -> None:
    """Set fields of a record and save it. Raise ValidationError if a value breaks a rule."""
    set_values(record, values)
    record.save()


def set_values(record: models.Model, values: dict) -> None:
    """Set fields of a record. Raise ValidationError if a value breaks a rule."""
    for name, value in values.items():
        setattr(record, name, value)
    check_values(record)


def check_values(record: models.Model) -> None:
    """Raise ValidationError if a value of a record breaks a rule."""
    # Foreign keys were looked up already; to check them again would cost a query each.
    record.clean_fields(exclude=[each.name for each in record._meta.fields if each.is_relation])
    record.clean()


class NewRows:
    """The links and rows of new records: collected first, and then written table by table."""

    def __init__(self):
        self.tables: dict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, record: models.Model, state: RecordState) -> None:
        """Collect what belongs to a record. Raise ValidationError if a value breaks a rule."""
        for name, links in state.links.items():
            self.add_links(record, name, links)
        for name, rows in state.rows.items():
            self.add_rows(record, name, rows)

    def add_links(self, record: models.Model, name: str, links: list[models.Model]) -> None:
        """Collect the links of a record to others."""
        field = record._meta.get_field(name)
        through, owner = field.remote_field.through, field.m2m_column_name()
        for other in dict.fromkeys(links):
            link = through(**{owner: record.pk, field.m2m_reverse_name(): other.pk})
            self.tables[through].append(link)

    def add_rows(self, record: models.Model, name: str, rows: list[dict]) -> None:
        """Collect the rows of a record; rows with links of their own are saved at once."""
        relation = record._meta.get_field(name)
        if any(isinstance(value, list) for values in rows for value in values.values()):
            with transaction.atomic():
                write_rows(getattr(record, name), record, [], rows)
            return
        for values in rows:
            row = relation.related_model(**{relation.field.name: record}, **values)
            check_values(row)
            self.tables[relation.related_model].append(row)

    def write(self) -> None:
        """Write everything, and forget it. Raise IntegrityError if a row breaks a rule."""
        tables, self.tables = self.tables, defaultdict(list)
        with transaction.atomic():
            for model, made in tables.items():
                model._base_manager.bulk_create(made)


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
    unique = identifying_fields(type(held[0])) if held else []
    first = list(wanted[0])[:1] if wanted else []
    for names in (unique, first):
        if not names:
            continue
        for place, values in enumerate(wanted):
            if matched[place] is None:
                found = (row for row in left if has_values(row, values, names))
                matched[place] = next(found, None)
                left = [row for row in left if row is not matched[place]]
    return matched, left


def find_broken_rules(check: Callable[[], object]) -> list[tuple[str, str]]:
    """Return (field, text) for each rule that is broken when `check` is called.

    The field is empty for a rule of the record as a whole.
    """
    try:
        check()
    except IntegrityError as error:
        return list_broken_rules(explain_database_error(error))
    except ValidationError as error:
        return list_broken_rules(error)
    return []


def list_broken_rules(error: ValidationError) -> list[tuple[str, str]]:
    """Return (field, text) for each part of an error."""
    if not hasattr(error, "error_dict"):
        return [("", text) for text in error.messages]
    return [
        ("" if name == NON_FIELD_ERRORS else name, text)
        for name, texts in error.message_dict.items()
        for text in texts
    ]
