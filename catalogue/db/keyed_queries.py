"""Queries for the records with given keys, compiled once and executed batch after batch."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet

#: The place of the keys in the parameters of a query, until it is executed.
KEYS = object()
#: How each database takes any number of keys as one parameter, and how that is written.
TEMPLATES = {
    "sqlite": "%(expressions)s IN (SELECT value FROM json_each(%%s))",
    "postgresql": "%(expressions)s = ANY(%%s::bigint[])",
}
BRACKETS = {"sqlite": "[]", "postgresql": "{}"}
#: What stands for the keys in a statement that is being prepared, and the numbers of these.
KEYS_MARK, statement_numbers = "$keys$", count(1)
#: Until the end of the transaction PostgreSQL uses the plan that it has, for any number of keys.
PLAN_ONCE = "SET LOCAL plan_cache_mode TO force_generic_plan"
KEY = "key_of_record"  # the name of the first column of every query


class IsAmongKeys(Func):
    """True for a key that is among those given when the query is executed."""

    arity = 1
    output_field = BooleanField()

    def as_sql(self, compiler, connection, **extra):
        """Add the place of the keys to the parameters."""
        sql, params = super().as_sql(
            compiler, connection, template=TEMPLATES[connection.vendor], **extra
        )
        return sql, [*params, KEYS]


def filter_keys(records: QuerySet, path: str) -> QuerySet:
    """Keep the records whose key at `path` is among those given, and add that key as `KEY`."""
    # A key that is not null makes the join an inner one, so that the database may choose its order.
    records = records.filter(**{f"{path}__isnull": False})
    return records.annotate(**{KEY: F(path)}).filter(IsAmongKeys(F(KEY)))


def write_keys(keys: Iterable[int]) -> str:
    """Return keys as the text of one parameter."""
    first, last = BRACKETS[connection.vendor]
    return first + ",".join(map(str, keys)) + last


def insert_keys(params: Iterable, keys: Iterable[int]) -> list:
    """Return the parameters of a query with the keys in their place."""
    text = write_keys(keys)
    return [text if each is KEYS else each for each in params]


class CompiledQuery:
    """A queryset of tuples over records with given keys, whose SQL is made once."""

    def __init__(self, queryset: QuerySet):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self.converters = compiler.get_converters([each for each, *_ in compiler.select])

    def fetch(self, keys: Sequence[int]) -> list[tuple]:
        """Return the rows for these keys, with the values that Django's fields give."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, insert_keys(self.params, keys))
            rows = cursor.fetchall()
        return self.convert(rows) if self.converters and rows else rows

    def convert(self, rows: list[tuple]) -> list[tuple]:
        """Convert what the database returned for dates, booleans and other fields."""
        columns = list(zip(*rows, strict=True))
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                columns[place] = [convert(v, expression, connection) for v in columns[place]]
        return list(zip(*columns, strict=True))


class CompiledUnion:
    """Querysets of (key, value, ...) over records with given keys, as one statement made once.

    All of them have the same number of values.
    """

    def __init__(self, querysets: Sequence[QuerySet], values: int = 1):
        compiled = [each.query.get_compiler(connection=connection).as_sql() for each in querysets]
        names = [f"value{number}" for number in range(values)]
        columns, texts = ", ".join(names), ", ".join(f"CAST({name} AS text)" for name in names)
        parts = ", ".join(
            f"part{place}(key, {columns}) AS ({sql})"
            for place, (sql, _params) in enumerate(compiled)
        )
        rows = " UNION ALL ".join(
            f"SELECT {place}, key, {texts} FROM part{place}" for place in range(len(compiled))
        )
        self.sql = f"WITH {parts} {rows}"
        self.params = [each for _sql, params in compiled for each in params]
        #: The name under which a connection to PostgreSQL has the statement.
        self.prepared: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def fetch(self, keys: Iterable[int]) -> list[tuple]:
        """Return the rows of all querysets: place of the queryset, key, values as texts."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self.execute_prepared(cursor, keys)
            else:
                cursor.execute(self.sql, insert_keys(self.params, keys))
            return cursor.fetchall()

    def execute_prepared(self, cursor, keys: Iterable[int]) -> None:
        """Execute the statement, which PostgreSQL plans once: planning takes longer than reading.

        It goes there with its first execution. The next attempt has another name, as the statement
        may be there although its execution failed.
        """
        if name := self.prepared.get(connection.connection):
            cursor.execute(f"{PLAN_ONCE}; EXECUTE {name}(%s)", [write_keys(keys)])
            return
        name = f"catalogue_union_{next(statement_numbers)}"
        params = [KEYS_MARK if each is KEYS else each for each in self.params]
        body = cursor.mogrify(self.sql, params).decode().replace(f"'{KEYS_MARK}'", "$1")
        prepare = f"PREPARE {name}(bigint[]) AS {body};".replace("%", "%%")
        cursor.execute(f"{prepare} {PLAN_ONCE}; EXECUTE {name}(%s)", [write_keys(keys)])
        self.prepared[connection.connection] = name
