"""What an import would do, row by row and cell by cell, before any of it is done."""

from dataclasses import dataclass, field

from django.db import models

from catalogue.imports.sync import RecordState
from catalogue.imports.yaml_reader import Entry, Problems
from catalogue.sources.models import Source

CREATE, UPDATE, UNCHANGED, ERROR = "create", "update", "unchanged", "error"


@dataclass(frozen=True)
class Change:
    """A cell that says something else than the record: what stands there, what is to stand."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell; a problem of the row as a whole names no column."""

    column: str
    text: str


@dataclass
class Row:
    """A row of the file: the record that it is about, what it changes, what is wrong with it.

    Of the `closed` columns everything is said: what their cells hold is of no use for more checks.
    `record` is the one that the key names. `target` is what would be written to: the record, its
    revision where one is open, or nothing yet.
    """

    line: int
    texts: dict[str, str]
    record: models.Model | None = None
    target: models.Model | None = None
    alike: models.Model | None = None
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    entry: Entry | None = None
    state: RecordState | None = None

    @property
    def action(self) -> str:
        """Say what the import does with the row."""
        if self.problems:
            return ERROR
        if not self.changes:
            return UNCHANGED
        return UPDATE if self.record else CREATE

    @property
    def in_revision(self) -> bool:
        """Say whether the record stays as it is, and a revision of it is changed."""
        return (
            self.record is not None
            and getattr(self.record, "revises_id", 0) is None
            and (self.record.is_public)
        )

    def wrong(self, column: str, text: str) -> None:
        """Note what is wrong with a cell, once."""
        problem = Problem(column, text)
        if column not in self.closed and problem not in self.problems:
            self.problems.append(problem)


@dataclass
class Plan:
    """Every row of a file, and the sources that are not in the catalogue yet."""

    model: type[models.Model]
    rows: list[Row]
    sources: dict[tuple, Source] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)

    def count(self, action: str) -> int:
        """Return how many rows there are of a kind."""
        return sum(row.action == action for row in self.rows)

    def doing(self, action: str) -> list[Row]:
        """Return the rows of a kind."""
        return [row for row in self.rows if row.action == action]

    def marks(self) -> dict[str, list[str]]:
        """Return the state of what would be changed: edit tokens of records and open revisions.

        New records are marked by their rows.
        """
        return {
            f"{row.line}": [
                f"{each.pk}:{each.edit_token}" for each in (row.record, row.target) if each
            ]
            for row in self.rows
            if row.action in (CREATE, UPDATE)
        }


class CellProblems(Problems):
    """Problems as the engine of loading says them, told to the rows and cells they belong to."""

    def __init__(self, plan: Plan, column_at):
        super().__init__()
        self.rows = {row.line: row for row in plan.rows}
        self.column_at = column_at

    def add(self, entry: Entry, message) -> None:
        """Note what is wrong with a row, and with which cell of it."""
        place, colon, text = str(message).partition(": ")
        if not colon or " " in place:
            place, _missing, rest = str(message).partition(" is missing")
            text = "is missing" if not rest and _missing else str(message)
            place = place if _missing else ""
        self.rows[entry.position].wrong(self.column_at(place) if place else "", text)
