"""What an import would do, row by row and cell by cell; as data, so that applying needs no more."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.forms.models import model_to_dict

from catalogue.core.models import Curated
from catalogue.imports.models import RowAction
from catalogue.imports.record_state import RecordState
from catalogue.imports.resolvers import RecordIndex
from catalogue.imports.schemas import Schema, schema_of
from catalogue.sources.models import Source

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
    revision, or nothing yet. `leaves_record` is true if the record itself stays as it is: readers
    see it, and the change goes into a revision or is proposed. `alike` has the title of a new one.
    The `closed` columns have a problem, and are not checked any further. `data` has the words of
    the record as far as the row changes it, and `state` what they stand for.
    """

    schema: Schema
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    key: str = ""
    record: models.Model | None = None
    target: models.Model | None = None
    alike: models.Model | None = None
    leaves_record: bool = False
    changes: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    data: dict[str, Any] = field(default_factory=dict)
    state: RecordState = field(default_factory=RecordState)

    @property
    def action(self) -> RowAction:
        """Return what the import does with the row."""
        if self.problems:
            return RowAction.ERROR
        if not self.changes:
            return RowAction.UNCHANGED
        return RowAction.UPDATE if self.record else RowAction.CREATE

    @property
    def begins_revision(self) -> bool:
        """Return True if a revision of the record has to be begun."""
        return self.leaves_record and self.target is self.record and not self.proposes

    @property
    def proposes(self) -> bool:
        """Return True if the change is proposed: the record is public and has no revisions."""
        return self.leaves_record and not isinstance(self.record, Curated)

    def add_problem(self, text: str, place: str = "") -> None:
        """Add what is wrong with a word of `data`, or the word inside it, to its cell."""
        self.add_cell_problem(self.schema.column_at(place) if place else "", text)

    def add_cell_problem(self, column: str, text: str) -> None:
        """Add what is wrong with a cell, once."""
        problem = Problem(column, text)
        if column not in self.closed and problem not in self.problems:
            self.problems.append(problem)


@dataclass
class Plan:
    """Every row of a file, and the sources that are not in the catalogue yet.

    `in_place` changes published records themselves, and makes records with the keys of the file.
    `remarks` say how cells were read that are written in another way than in the catalogue.
    """

    model: type[models.Model]
    rows: list[PlannedRow]
    sources: dict[Any, Source] = field(default_factory=dict)
    in_place: bool = False
    index: RecordIndex = field(default_factory=RecordIndex)
    remarks: list[str] = field(default_factory=list)

    def rows_to(self, *actions: RowAction) -> list[PlannedRow]:
        """Return the rows with one of some actions."""
        return [row for row in self.rows if row.action in actions]

    def counts(self) -> dict[str, int]:
        """Return how many rows have each action."""
        return {action.value: len(self.rows_to(action)) for action in RowAction}


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

    return {
        "sources": [model_to_dict(source) for source in plan.sources.values()],
        "rows": [
            {
                "line": row.line,
                "key": row.key,
                "record": dump(row.record),
                "target": dump(row.target),
                "leaves_record": row.leaves_record,
                "columns": [each.column for each in row.changes],
                "state": [dump(row.state.values), dump(row.state.links), dump(row.state.rows)],
            }
            for row in plan.rows_to(RowAction.CREATE, RowAction.UPDATE)
        ],
    }


def load_plan(model: type[models.Model], data: dict) -> Plan:
    """Return the plan that `dump_plan` wrote down.

    A row that names a record which is gone has a problem.
    """
    sources = [Source(**values) for values in data["sources"]]
    records = read_referenced_records(data["rows"])

    def load(value):
        match value:
            case list():
                return [load(each) for each in value]
            case {"@record": [name, key]}:
                return records[name][key]
            case {"@source": place}:
                return sources[place]
            case {"@date": day}:
                return date.fromisoformat(day)
            case dict():
                return {name: load(each) for name, each in value.items()}
        return value

    plan = Plan(model, [], dict(enumerate(sources)))
    for each in data["rows"]:
        leaves = each.get("leaves_record", False)  # older previews do not say
        row = PlannedRow(schema_of(model), each["line"], key=each["key"], leaves_record=leaves)
        row.changes = [CellChange(column, "", "") for column in each["columns"]]
        try:
            row.record, row.target = load(each["record"]), load(each["target"])
            row.state = RecordState(*map(load, each["state"]), public_only=True)
        except KeyError:
            row.problems.append(Problem("", ""))
        plan.rows.append(row)
    return plan


def read_referenced_records(value: Any) -> dict[str, dict[int, models.Model]]:
    """Return the records that a value names by model and key, with one query for each model."""
    keys: dict[str, set[int]] = defaultdict(set)
    for name, key in find_references(value):
        keys[name].add(key)
    return {
        name: apps.get_model("catalogue", name)._base_manager.in_bulk(list(found))
        for name, found in keys.items()
    }


def find_references(value: Any) -> Iterator[tuple[str, int]]:
    """Return the model and key of every record that a value names."""
    if isinstance(value, dict) and "@record" in value:
        yield tuple(value["@record"])
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from find_references(each)
