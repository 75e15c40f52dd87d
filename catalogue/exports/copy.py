"""CSV as PostgreSQL writes it itself: every cell said in SQL, sent by COPY.

The bytes are those that `cells` and Python's csv module would write.
"""

from collections.abc import Sequence
from typing import BinaryIO

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from catalogue.core import deadlines
from catalogue.exports.batches import by_rows
from catalogue.exports.cells import FORMULA, SEPARATOR
from catalogue.exports.columns import Column, RelatedRows
from catalogue.exports.compiled_queries import KEY, filled, keyed, order_of, rows_of, written
from catalogue.exports.expressions import SitePathField

BLOCK = 50_000  # records in one statement: far from any time limit of the database
LINES = 500  # lines written at a time


class NotInSql(Exception):
    """A column, or a table, whose text SQL cannot say."""


class Moment(Func):
    """A moment in ISO form, in UTC and to the second."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
    output_field = TextField()


class Day(Func):
    """A day in ISO form."""

    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"
    output_field = TextField()


def text_of(value: F, field: Field, site: str) -> Expression | F:
    """Return a value of a field as the text that stands for it in a cell."""
    match field:
        case SitePathField():
            return Concat(Value(site), value, output_field=TextField())
        case CharField() | TextField():
            return value
        case DateTimeField():
            return Moment(value)
        case DateField():
            return Day(value)
        case BooleanField() | IntegerField():
            return Cast(value, TextField())
    raise NotInSql(f"no text for {field!r}")


def is_guarded(field: Field) -> bool:
    """Say whether a spreadsheet could take a value of this field for a formula."""
    return isinstance(field, CharField | TextField) and not isinstance(field, SitePathField)


class Part:
    """A table of the statement: for each record its key, and the text of some of its cells."""

    def __init__(self, asked: QuerySet, columns: Sequence[Column], site: str):
        if any(column.finish for column in columns):
            raise NotInSql("a cell that Python finishes")
        values = {f"v{place}": column.expression for place, column in enumerate(columns)}
        self.asked = asked.annotate(**values)
        self.fields = [self.asked.query.annotations[name].output_field for name in values]
        self.texts = [text_of(F(n), f, site) for n, f in zip(values, self.fields, strict=True)]

    def own(self) -> tuple[QuerySet, list[bool]]:
        """Return the query for what stands in the record itself, and which cells to guard."""
        return self.asked.values_list(KEY, *self.texts), [is_guarded(f) for f in self.fields]

    def shared(self) -> tuple[QuerySet, list[bool]]:
        """Return the query for what the rows of a record share, and that all is to be guarded."""
        order = order_of(self.asked)
        joined = {
            f"t{place}": StringAgg(Coalesce(text, Value("")), SEPARATOR, order_by=order)
            for place, text in enumerate(self.texts)
        }
        asked = self.asked.order_by().values(KEY).annotate(**joined)
        return asked.values_list(KEY, *joined), [True for _text in self.texts]


def part_of(records: QuerySet, rows: RelatedRows | None, columns: Sequence[Column], site: str):
    """Return the query of one table of the statement, and which of its cells to guard."""
    if rows is None:
        return Part(keyed(records.order_by(), "pk"), columns, site).own()
    return Part(rows_of(records, rows), columns, site).shared()


GUARDED = "CASE WHEN {0} ~ %s THEN '''' || {0} WHEN {0} <> '' THEN {0} END"


class Copy:
    """One statement that writes the lines of any records."""

    def __init__(self, records: QuerySet, columns: Sequence[Column], site: str):
        if len(columns) == 1:
            raise NotInSql(r"COPY quotes a line that is \. and nothing else")
        self.tables, self.params, self.cells = [], [], {}
        for place, (rows, part) in enumerate(by_rows(columns).items()):
            self.add(f"part{place}", part_of(records, rows, part, site), part)
        self.columns = columns

    def add(self, name: str, part: tuple[QuerySet, list[bool]], columns: Sequence[Column]):
        """Add a table, and what its cells are called in the statement."""
        queryset, guarded = part
        sql, params = queryset.query.get_compiler(connection=connection).as_sql()
        cells = [f"cell{place}" for place in range(len(columns))]
        self.tables.append((name, f"{name} (key, {', '.join(cells)}) AS ({sql})"))
        self.params += params
        for column, cell, guard in zip(columns, cells, guarded, strict=True):
            self.cells[column.name] = f"{name}.{cell}", guard

    def statement(self) -> tuple[str, list]:
        """Return the statement; an empty cell is NULL, which COPY does not quote."""
        cells = [self.cells[column.name] for column in self.columns]
        shown = ", ".join(GUARDED.format(cell) if guard else cell for cell, guard in cells)
        joins = " ".join(f"LEFT JOIN {n} ON {n}.key = listed.key" for n, _sql in self.tables)
        sql = (  # of our own words: what a reader gave stands in the parameters
            f"COPY (WITH {', '.join(sql for _n, sql in self.tables)} SELECT {shown} "  # noqa: S608
            f"FROM unnest(%s::bigint[]) WITH ORDINALITY AS listed (key, place) {joins} "
            "ORDER BY listed.place) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')"
        )
        return sql, [*self.params, *(FORMULA for _cell, guard in cells if guard)]

    def write(self, keys: Sequence[int], lines: "Lines") -> None:
        """Write the lines of these records."""
        sql, params = self.statement()
        with connection.cursor() as cursor:
            whole = cursor.mogrify(sql, [*filled(params, keys), written(keys)])
            cursor.copy_expert(whole, lines)


class Lines:
    """Takes the lines of COPY as they come, and ends each as RFC 4180 says."""

    def __init__(self, file: BinaryIO):
        self.file, self.held = file, []

    def write(self, line: bytes) -> None:
        """Take a line with a line feed at its end."""
        self.held.append(line[:-1])
        if len(self.held) >= LINES:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        self.file.write(b"\r\n".join([*self.held, b""]))
        self.held.clear()


def copy(
    records: QuerySet, keys: Sequence[int], columns: Sequence[Column], site: str, file: BinaryIO
) -> None:
    """Write the records with these keys in their order; NotInSql where SQL cannot say a cell."""
    statement, lines = Copy(records, columns, site), Lines(file)
    for start in range(0, len(keys), BLOCK):
        deadlines.check_deadline()
        statement.write(keys[start : start + BLOCK], lines)
    if lines.held:
        lines.flush()
