"""CSV written by the database itself: PostgreSQL turns every cell into text and sends it by COPY.

The bytes are those that Python would write; it is a quarter faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection, models
from django.db.models import Expression, F, Field, Func, OrderBy, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from catalogue.db import transactions
from catalogue.db.keyed_queries import KEY, insert_keys, write_keys

RECORDS_PER_QUERY = 50_000  # far from any time limit of the database
LINES_PER_WRITE = 500
#: A moment in UTC to the second, and a day, both in ISO form.
MOMENT = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
DAY = "to_char(%(expressions)s, 'YYYY-MM-DD')"
#: An apostrophe before each sign inside a cell, then one before the cell. An empty cell becomes
#: NULL, which COPY does not quote.
ESCAPED = r"""NULLIF(regexp_replace(
    CASE WHEN {0} ~ %s THEN regexp_replace({0}, %s, '\1''\2', 'g') ELSE {0} END, %s, ''''), '')"""


class CannotCopy(Exception):
    """The database cannot write these cells itself."""


@dataclass(frozen=True)
class CellRules:
    """How values become cells: what joins several, where texts get an apostrophe.

    `formula` is an expression for what gets one in front; `breaks` has the characters after which
    `inner_formula` is looked for, whose second group gets one.

    `prefixes` has what is put before the values of a class of fields; these get no apostrophe.
    """

    separator: str
    formula: str
    breaks: str
    inner_formula: str
    prefixes: dict[type[Field], str] = field(default_factory=dict)

    def text(self, value: F, shown: Field) -> Expression | F:
        """Return the text of a value of a field; CannotCopy if there is none."""
        match shown:
            case _ if type(shown) in self.prefixes:
                prefix = Value(self.prefixes[type(shown)])
                return Concat(prefix, value, output_field=models.TextField())
            case models.CharField() | models.TextField():
                return value
            case models.DateTimeField():
                return Func(value, template=MOMENT, output_field=models.TextField())
            case models.DateField():
                return Func(value, template=DAY, output_field=models.TextField())
            case models.BooleanField() | models.IntegerField():
                return Cast(value, models.TextField())
        raise CannotCopy(f"no text for {shown!r}")

    def is_escaped(self, shown: Field) -> bool:
        """Return True if a spreadsheet could evaluate a value of this field."""
        return (
            isinstance(shown, models.CharField | models.TextField)
            and type(shown) not in self.prefixes
        )


@dataclass(frozen=True)
class CopyPart:
    """The cells that one query gives, as expressions by the names of their columns.

    Where `order` is given, the query has several rows for a record, which share each cell.
    """

    queryset: QuerySet
    cells: dict[str, Expression | F]
    order: list[OrderBy] | None = None

    def compile(self, rules: CellRules) -> tuple[str, list, list[bool]]:
        """Return the SQL and its parameters, and which of the cells are to be escaped."""
        values = {f"v{place}": value for place, value in enumerate(self.cells.values())}
        rows = self.queryset.annotate(**values)
        fields = [rows.query.annotations[name].output_field for name in values]
        texts = [rules.text(F(name), each) for name, each in zip(values, fields, strict=True)]
        if self.order is None:
            rows, escaped = rows.values_list(KEY, *texts), map(rules.is_escaped, fields)
        else:
            joined = {
                f"t{place}": StringAgg(
                    Coalesce(text, Value("")), rules.separator, order_by=self.order
                )
                for place, text in enumerate(texts)
            }
            rows = rows.order_by().values(KEY).annotate(**joined).values_list(KEY, *joined)
            escaped = [True] * len(texts)
        return *rows.query.get_compiler(connection=connection).as_sql(), list(escaped)


def build_copy_statement(
    parts: Sequence[CopyPart], names: Sequence[str], rules: CellRules
) -> tuple[str, list]:
    """Return the statement that writes the lines of any records, and its parameters."""
    tables, params, cells = [], [], {}
    for place, part in enumerate(parts):
        sql, values, escaped = part.compile(rules)
        columns = [f"cell{n}" for n in range(len(part.cells))]
        tables.append(f"part{place} (key, {', '.join(columns)}) AS ({sql})")
        params += values
        for name, column, is_escaped in zip(part.cells, columns, escaped, strict=True):
            cells[name] = f"part{place}.{column}", is_escaped
    listed = [cells[name] for name in names]
    escape_params = [f"[{rules.breaks}]", rules.inner_formula, f"^(?={rules.formula})"]
    params += escape_params * sum(is_escaped for _cell, is_escaped in listed)
    texts = ", ".join(ESCAPED.format(c) if is_escaped else c for c, is_escaped in listed)
    joins = " ".join(f"LEFT JOIN part{n} ON part{n}.key = listed.key" for n in range(len(parts)))
    sql = (  # what a reader gave is among the parameters
        f"COPY (WITH {', '.join(tables)} SELECT {texts} "
        f"FROM unnest(%s::bigint[]) WITH ORDINALITY AS listed (key, place) {joins} "
        "ORDER BY listed.place) TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')"
    )
    return sql, params


class LineWriter:
    """Takes the lines of COPY, and ends each with CRLF as RFC 4180 says."""

    def __init__(self, file: BinaryIO):
        self.file, self.lines = file, []

    def write(self, line: bytes) -> None:
        """Take a line with a line feed at its end."""
        self.lines.append(line[:-1])
        if len(self.lines) >= LINES_PER_WRITE:
            self.flush()

    def flush(self) -> None:
        """Write the lines that were taken."""
        if self.lines:
            self.file.write(b"\r\n".join([*self.lines, b""]))
            self.lines.clear()


def copy_lines(
    file: BinaryIO,
    keys: Sequence[int],
    parts: Sequence[CopyPart],
    names: Sequence[str],
    rules: CellRules,
) -> None:
    """Write the cells `names` of the records with these keys, in their order.

    CannotCopy, before anything is written, if the database cannot write them.
    """
    if connection.vendor != "postgresql":
        raise CannotCopy("only PostgreSQL writes CSV")
    if len(names) == 1:
        raise CannotCopy(r"COPY quotes a line that is \. and nothing else")
    (sql, params), lines = build_copy_statement(parts, names, rules), LineWriter(file)
    for start in range(0, len(keys), RECORDS_PER_QUERY):
        transactions.check_deadline()
        listed = keys[start : start + RECORDS_PER_QUERY]
        with connection.cursor() as cursor:
            values = [*insert_keys(params, listed), write_keys(listed)]
            cursor.copy_expert(cursor.mogrify(sql, values), lines)
    lines.flush()
