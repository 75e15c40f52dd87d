"""Rows of a table, collected and written together in the fastest way that the database has."""

from collections.abc import Callable, Iterable
from io import StringIO
from types import SimpleNamespace

from django.core.management.color import no_style
from django.db import connection, models

from catalogue.db.derived_fields import derived_fields

#: The moment of creation that made-up records have.
MADE_AT = "2026-01-01 00:00:00"


class RowBuffer:
    """Rows of one table that are collected to be written together.

    A row has the values of the named columns; every other column gets its default. Times are
    texts in UTC, so that rows are the same on every database.
    """

    def __init__(self, model: type[models.Model], *names: str):
        self.table, self.waiting = model._meta.db_table, []
        fields = {each.attname: each for each in model._meta.concrete_fields}
        rest = [
            each
            for name, each in fields.items()
            if name not in names and not is_filled_by_database(each)
        ]
        self.derived = derived_fields(model)
        rest = [each for each in rest if each not in self.derived]
        all_fields = [*(fields[name] for name in names), *rest, *self.derived]
        self.names, self.columns = zip(*((f.attname, f.column) for f in all_fields), strict=True)
        self.rest = tuple(get_default(each) for each in rest)

    def add(self, *values: object) -> None:
        """Collect a row."""
        self.waiting.append(self.complete(values))

    def add_all(self, rows: Iterable[tuple]) -> None:
        """Collect several rows."""
        self.waiting += map(self.complete, rows)

    def complete(self, values: tuple) -> tuple:
        """Return a whole row, with the defaults and what follows from the values."""
        row = values + self.rest
        if not self.derived:
            return row
        record = SimpleNamespace(**dict(zip(self.names, row, strict=False)))
        return row + tuple(each.derive_from(record) for each in self.derived)

    def write(self) -> None:
        """Write the collected rows."""
        if self.waiting:
            WRITE[connection.vendor](self.table, self.columns, self.waiting)
            self.waiting.clear()


def is_filled_by_database(field: models.Field) -> bool:
    """Return True if the database fills a column itself."""
    return isinstance(field, models.AutoField) or field.generated


def get_default(field: models.Field):
    """Return the default of a column."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return MADE_AT
    return field.get_db_prep_save(field.get_default(), connection)


def _insert(table, columns, rows):
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({_named(columns)}) VALUES ({places})",  # noqa: S608 (our names)
            rows,
        )


def _copy(table, columns, rows):
    lines = StringIO("".join([_line(row) for row in rows]))
    with connection.cursor() as cursor:
        # Links are checked with each statement; until the end they would all wait in memory.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.copy_expert(f"COPY {table} ({_named(columns)}) FROM STDIN", lines)


def _named(columns):
    return ", ".join(map(connection.ops.quote_name, columns))


#: What COPY reads in place of signs that separate columns and rows.
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _line(row):
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value):
    if value is None:
        return r"\N"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)


WRITE: dict[str, Callable] = {"sqlite": _insert, "postgresql": _copy}


#: What helps a transaction that will write very many rows: SQLite keeps more of it in memory.
BEFORE = {
    "sqlite": ["PRAGMA cache_size = -262144", "PRAGMA temp_store = MEMORY"],
    "postgresql": [],
}


def prepare_connection() -> None:
    """Prepare the connection for very many rows, unless a transaction has begun."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for statement in BEFORE[connection.vendor]:
            cursor.execute(statement)


def reset_key_sequences(models_with_keys: Iterable[type[models.Model]]) -> None:
    """Let the next key of each table follow the keys that were written."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(models_with_keys))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
