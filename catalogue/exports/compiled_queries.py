"""A statement that is written once and asked for one handful of records after another."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField, F, Func, OrderBy, QuerySet

from catalogue.exports.columns import RelatedRows

#: Stands in the parameters of a statement where the keys of the records will be.
KEYS = object()
#: How each database takes any number of keys as one parameter, and how that is written.
AMONG = {
    "sqlite": "%(expressions)s IN (SELECT value FROM json_each(%%s))",
    "postgresql": "%(expressions)s = ANY(%%s::bigint[])",
}
BRACKETS = {"sqlite": "[]", "postgresql": "{}"}
KEY = "key_of_record"  # the name of the first column of every statement


class Among(Func):
    """Whether a key is among those asked for."""

    arity = 1
    output_field = BooleanField()

    def as_sql(self, compiler, connection, **extra):
        """Leave a place for the keys."""
        sql, params = super().as_sql(
            compiler, connection, template=AMONG[connection.vendor], **extra
        )
        return sql, [*params, KEYS]


def keyed(records: QuerySet, path: str) -> QuerySet:
    """Keep the records whose key at `path` is asked for, and bring that key along."""
    # A key that is there makes the join an inner one, in whatever order the database likes it.
    records = records.filter(**{f"{path}__isnull": False})
    return records.annotate(**{KEY: F(path)}).filter(Among(F(KEY)))


def order_of(rows: QuerySet) -> list[OrderBy]:
    """Return the order of rows inside a record, as their model declares it."""
    return [
        OrderBy(F(name.removeprefix("-")), descending=name.startswith("-"))
        for name in rows.query.order_by or rows.model._meta.ordering
    ]


def rows_of(records: QuerySet, rows: RelatedRows) -> QuerySet:
    """Return the rows of the records that are asked for, without their order."""
    return keyed(rows.of(records.model), rows.owner(records.model)).order_by()


def written(keys: Iterable[int]) -> str:
    """Return keys as the one parameter that stands for them."""
    first, last = BRACKETS[connection.vendor]
    return first + ",".join(map(str, keys)) + last


def filled(params: Iterable, keys: Iterable[int]) -> list:
    """Put the keys where a statement has left a place for them."""
    text = written(keys)
    return [text if each is KEYS else each for each in params]


class Statement:
    """What a queryset of tuples asks the database, compiled once."""

    def __init__(self, queryset: QuerySet):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self.converters = compiler.get_converters([each for each, *_ in compiler.select])

    def ask(self, keys: Sequence[int]) -> list[tuple]:
        """Return what the database answers for these keys, as Django's fields understand it."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.params, keys))
            found = cursor.fetchall()
        return self.converted(found) if self.converters and found else found

    def converted(self, found: list[tuple]) -> list[tuple]:
        """Make dates, booleans and addresses of what the database gave for them."""
        columns = list(zip(*found, strict=True))
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                columns[place] = [convert(v, expression, connection) for v in columns[place]]
        return list(zip(*columns, strict=True))
