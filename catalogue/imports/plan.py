"""What an import would do, row by row and cell by cell; as data, so that applying needs no more."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from catalogue.imports.record_state import RecordState
from catalogue.imports.schemas import Schema
from catalogue.imports.yaml_reader import FileEntry, Problems
from catalogue.sources.models import Source

CREATE, UPDATE, UNCHANGED, ERROR = "create", "update", "unchanged", "error"

ProgressCallback = Callable[[str, int], None]


def report_nothing(step: str, count: int) -> None:
    """Ignore how far the work is."""


@dataclass(frozen=True)
class CellChange:
    """A cell that differs from the record: its old and its new text."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell; a problem of the row as a whole names no column."""

    column: str
    text: str


@dataclass
class PlannedRow:
    """A row of the file: the record that it is about, what it changes, what is wrong with it.

    `record` is the one that the key names. `target` is what is written to: the record, its open
    revision, or nothing yet. `in_revision` is true if the record itself stays as it is. `alike` has
    the title of a new one. The `closed` columns have a problem, and are not checked any further.
    """

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    key: str = ""
    record: models.Model | None = None
    target: models.Model | None = None
    alike: models.Model | None = None
    in_revision: bool = False
    changes: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    entry: FileEntry | None = None
    state: RecordState = field(default_factory=RecordState)

    @property
    def action(self) -> str:
        """Return what the import does with the row."""
        if self.problems:
            return ERROR
        if not self.changes:
            return UNCHANGED
        return UPDATE if self.record else CREATE

    @property
    def begins_revision(self) -> bool:
        """Return True if a revision of the record has to be begun."""
        return self.in_revision and self.target is self.record

    def add_problem(self, column: str, text: str) -> None:
        """Add what is wrong with a cell, once."""
        problem = Problem(column, text)
        if column not in self.closed and problem not in self.problems:
            self.problems.append(problem)


@dataclass
class Plan:
    """Every row of a file, and the sources that are not in the catalogue yet.

    `in_place` changes published records themselves, and makes records with the keys of the file.
    """

    model: type[models.Model]
    rows: list[PlannedRow]
    sources: dict[tuple, Source] = field(default_factory=dict)
    ignored_columns: list[str] = field(default_factory=list)
    in_place: bool = False

    def count(self, action: str) -> int:
        """Return how many rows have an action."""
        return len(self.rows_to(action))

    def rows_to(self, *actions: str) -> list[PlannedRow]:
        """Return the rows with one of some actions."""
        return [row for row in self.rows if row.action in actions]


class CellProblems(Problems):
    """Problems of records that came from a table: each goes to its row and cell."""

    def __init__(self, rows: Iterable[PlannedRow], schema: Schema):
        super().__init__()
        self.rows, self.schema = {row.line: row for row in rows}, schema

    def add(self, entry: FileEntry, text: str, field: str = "") -> None:
        """Add what is wrong to the row of a record."""
        column = self.schema.column_at(field) if field else ""
        self.rows[entry.position].add_problem(column, text)


def dump_plan(plan: Plan) -> dict:
    """Return what applying a plan needs, in the form of JSON."""
    places = {id(source): place for place, source in enumerate(plan.sources.values())}

    def dump(value):
        if isinstance(value, models.Model):
            if value.pk is None:
                return {"@source": places[id(value)]}
            return {"@record": [value._meta.model_name, value.pk]}
        if isinstance(value, dict):
            return {name: dump(each) for name, each in value.items()}
        if isinstance(value, list):
            return [dump(each) for each in value]
        return {"@date": value.isoformat()} if isinstance(value, date) else value

    names = [f.name for f in Source._meta.fields if f.editable and not f.primary_key]
    return {
        "sources": [
            {name: getattr(source, name) for name in names} for source in plan.sources.values()
        ],
        "rows": [
            {
                "line": row.line,
                "key": row.key,
                "record": row.record and row.record.pk,
                "target": row.target and row.target.pk,
                "in_revision": row.in_revision,
                "columns": [each.column for each in row.changes],
                "state": [dump(row.state.values), dump(row.state.links), dump(row.state.rows)],
            }
            for row in plan.rows_to(CREATE, UPDATE)
        ],
    }


def load_plan(model: type[models.Model], data: dict) -> Plan:
    """Return the plan that `dump_plan` wrote down.

    A row that names a record which is gone has a problem.
    """
    sources = [Source(**values) for values in data["sources"]]
    records = PlanRecords(model, data, sources)
    plan = Plan(model, [], {(place,): each for place, each in enumerate(sources)})
    for each in data["rows"]:
        row = PlannedRow(each["line"], key=each["key"], in_revision=each["in_revision"])
        row.changes = [CellChange(column, "", "") for column in each["columns"]]
        try:
            row.record = records.get(model._meta.model_name, each["record"])
            row.target = records.get(model._meta.model_name, each["target"])
            row.state = RecordState(*map(records.load, each["state"]), public_only=True)
        except KeyError:
            row.problems.append(Problem("", ""))
        plan.rows.append(row)
    return plan


class PlanRecords:
    """The records that a plan names, read with one query for each model."""

    def __init__(self, model: type[models.Model], data: dict, sources: list[Source]):
        self.sources = sources
        keys: dict[str, set[int]] = {model._meta.model_name: set()}
        for name, key in find_references(data["rows"]):
            keys.setdefault(name, set()).add(key)
        for row in data["rows"]:
            keys[model._meta.model_name] |= {row["record"], row["target"]} - {None}
        self.records = {
            name: apps.get_model("catalogue", name)._base_manager.in_bulk(list(found))
            for name, found in keys.items()
        }

    def get(self, name: str, key: int | None) -> models.Model | None:
        """Return a record; None for no key. Raise KeyError if it is gone."""
        return None if key is None else self.records[name][key]

    def load(self, value: Any) -> Any:
        """Return a value as it was before it was written down."""
        if isinstance(value, list):
            return [self.load(each) for each in value]
        if not isinstance(value, dict):
            return value
        match value:
            case {"@record": [name, key]}:
                return self.records[name][key]
            case {"@source": place}:
                return self.sources[place]
            case {"@date": day}:
                return date.fromisoformat(day)
        return {name: self.load(each) for name, each in value.items()}


def find_references(value: Any) -> Iterator[tuple[str, int]]:
    """Return the model and key of every record that a value names."""
    if isinstance(value, dict) and "@record" in value:
        yield tuple(value["@record"])
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from find_references(each)
