"""What the document of a record holds, as SQL.

The documents of a noun are rows of a table with the key of the record and the columns of
`COLUMN_WEIGHTS`. Triggers write them again in the transaction of each change.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import DateField, Field, Model

from catalogue.db.joins import JoinStep, join_steps

#: Columns of a document, the weightiest first, and the weight of a word in each of them.
COLUMN_WEIGHTS = {"title": 10, "summary": 6, "names": 4, "text": 1}
#: Between the parts of a column, and between the fields of a related record: control characters
#: that no text from a form holds. Each related record has a line.
PART_SEPARATOR, FIELD_SEPARATOR = "\x1f", "\x1e"
MAX_COLUMN_CHARACTERS = 100_000  # the beginning of a column, which is searched
#: Days are searched in English, as records are written.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

#: A part of a column: a field of the noun, or a path of relations with fields of its records.
Part = str | tuple[str, tuple[str, ...]]


class Statement(NamedTuple):
    """A statement of SQL and its parameters."""

    text: str
    parameters: list


class DocumentSchema:
    """The documents of a noun: the parts of each column, and the tables they come from.

    The fields of a part may lead on by `__`; what is on the way is joined. Each record on the way
    must be public, if it has a status.
    """

    def __init__(self, model: type[Model], columns: Mapping[str, Sequence[Part]]):
        self.model, self.columns = model, columns
        self.noun = model._meta.model_name
        self.record_table = model._meta.db_table
        self.table = f"catalogue_search_{self.noun}"

    def select(self, aggregate: str, condition: str = "") -> str:
        """Return a SELECT of the documents of public records, each called `record` in it.

        `aggregate` is the function of the database that joins texts of several rows.
        """
        columns = ", ".join(
            f"substr({self._expression(column, aggregate)}, 1, {MAX_COLUMN_CHARACTERS}) AS {column}"
            for column in COLUMN_WEIGHTS
        )
        return (
            f"SELECT record.id AS key, {columns} FROM {self.record_table} record "
            f"WHERE record.status = 'published' {condition}"
        )

    def _expression(self, column, aggregate):
        parts = (
            field_expression(self.model._meta.get_field(part))
            if isinstance(part, str)
            else RelatedTextJoins(self.model, *part).expression(aggregate)
            for part in self.columns.get(column, ())
        )
        separator = f" || '{PART_SEPARATOR}' || "
        return separator.join(f"coalesce({part}, '')" for part in parts) or "''"


def field_expression(field: Field) -> str:
    """Return the expression for a field of the noun; a day has its words, as in `4 April 2018`."""
    column = f"record.{field.column}"
    if not isinstance(field, DateField):
        return column
    day = f"CAST({column} AS text)"  # in both databases such as 2018-04-04
    months = " ".join(
        f"WHEN '{number:02}' THEN '{name}'" for number, name in enumerate(MONTHS, start=1)
    )
    return (
        f"ltrim(substr({day}, 9, 2), '0') || ' ' || CASE substr({day}, 6, 2) {months} END "
        f"|| ' ' || substr({day}, 1, 4)"
    )


class RelatedTextJoins:
    """The joins from a record to related records; each table is joined once for a path."""

    def __init__(self, model: type[Model], path: str, fields: Sequence[str]):
        self.model, self.path, self.fields = model, path, fields
        self.aliases: dict[tuple[JoinStep, ...], str] = {(): "record"}

    def expression(self, aggregate: str) -> str:
        """Return the expression for the texts: each once, always in the same order."""
        texts = f" || '{FIELD_SEPARATOR}' || ".join(
            f"coalesce({self.join_column(f'{self.path}__{field}')}, '')" for field in self.fields
        )
        first, *others = list(self.aliases)[1:]
        joins = "".join(
            f" JOIN {steps[-1].to_table} {self.aliases[steps]} ON {self.condition(steps)}"
            for steps in others
        )
        public = "".join(
            f" AND {alias}.status = 'published'"
            for steps, alias in self.aliases.items()
            if steps and steps[-1].to_status
        )
        return (
            f"(SELECT {aggregate}(texts, '\n') FROM (SELECT DISTINCT {texts} AS texts "
            f"FROM {first[-1].to_table} {self.aliases[first]}{joins} "
            f"WHERE {self.condition(first)}{public} ORDER BY texts) every)"
        )

    def join_column(self, path: str) -> str:
        """Return the column at the end of a path, and join the tables on the way."""
        relations, _, name = path.rpartition("__")
        steps = tuple(join_steps(self.model, relations))
        for length in range(1, len(steps) + 1):
            self.aliases.setdefault(steps[:length], f"t{len(self.aliases)}")
        return f"{self.aliases[steps]}.{name}"

    def condition(self, steps: tuple[JoinStep, ...]) -> str:
        """Return the condition that ties the last table of a path to the one before."""
        here, there = self.aliases[steps[:-1]], self.aliases[steps]
        return f"{there}.{steps[-1].to_column} = {here}.{steps[-1].column}"
