"""Cells read in batches: of a few hundred records at a time, one query for each relation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import F, OrderBy, QuerySet

from catalogue.db.copy import CopyPart
from catalogue.db.keyed_queries import KEY, CompiledQuery, filter_keys
from catalogue.exports.columns import Cell, Column, RelatedRows

BATCH = 500  # records read at a time: more of them are slower, as the processor caches less

#: The cells of one column, for the records of a batch.
Cells = Sequence[Cell]


def group_by_rows(columns: Sequence[Column]) -> dict[RelatedRows | None, list[Column]]:
    """Return columns by what has to be read for them: the record itself, or rows of it."""
    groups: dict[RelatedRows | None, list[Column]] = {}
    for column in columns:
        groups.setdefault(column.rows, []).append(column)
    return groups


def select_rows(records: QuerySet, rows: RelatedRows | None) -> QuerySet:
    """Return what is read of the records with the keys given later, without an order."""
    if rows is None:
        return filter_keys(records.order_by(), "pk")
    return filter_keys(rows.of(records.model), rows.owner(records.model)).order_by()


def row_order(rows: QuerySet) -> list[OrderBy]:
    """Return the order of rows inside a record, as their model declares it."""
    return [
        OrderBy(F(name.removeprefix("-")), descending=name.startswith("-"))
        for name in rows.query.order_by or rows.model._meta.ordering
    ]


def read_batches(
    records: QuerySet, keys: Sequence[int], columns: Sequence[Column]
) -> Iterator[list[Cells]]:
    """Read the records with these keys in their order: of each batch, the cells by column."""
    if not keys:
        return
    groups = group_by_rows(columns)
    readers = [
        RowsReader(records, rows, part) if rows else RecordReader(records, part)
        for rows, part in groups.items()
    ]
    names = [column.name for part in groups.values() for column in part]
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        cells = [column for reader in readers for column in reader.read(batch)]
        by_name = dict(zip(names, cells, strict=True))
        yield [by_name[column.name] for column in columns]


class RecordReader:
    """Reads the fields of the record itself, or of one linked record."""

    def __init__(self, records: QuerySet, columns: Sequence[Column]):
        values = select_rows(records, None).values_list(KEY, *(c.expression for c in columns))
        self.query = CompiledQuery(values)
        self.finish = [column.finish for column in columns]

    def read(self, keys: Sequence[int]) -> list[Cells]:
        """Return the cells of these records, column by column."""
        found = {row[0]: row for row in self.query.fetch(keys)}
        _keys, *columns = zip(*(found[key] for key in keys), strict=True)
        return [
            [finish(value) for value in values] if finish else values
            for finish, values in zip(self.finish, columns, strict=True)
        ]


class RowsReader:
    """Reads the rows of records, several for one cell."""

    def __init__(self, records: QuerySet, rows: RelatedRows, columns: Sequence[Column]):
        selected = select_rows(records, rows)
        selected = selected.order_by(*row_order(selected))
        self.query = CompiledQuery(selected.values_list(KEY, *(c.expression for c in columns)))
        self.width = len(columns)

    def read(self, keys: Sequence[int]) -> list[Cells]:
        """Return the cells of these records, column by column."""
        found = defaultdict(list)
        if self.width == 1:
            for key, value in self.query.fetch(keys):
                found[key].append(value)
            return [[found[key] for key in keys]]
        for row in self.query.fetch(keys):
            found[row[0]].append(row)
        rows = [found[key] for key in keys]
        return [[[row[n] for row in each] for each in rows] for n in range(1, self.width + 1)]


def copy_parts(records: QuerySet, columns: Sequence[Column]) -> list[CopyPart]:
    """Return the queries by which a database writes the cells of columns itself."""
    parts = []
    for rows, group in group_by_rows(columns).items():
        selected = select_rows(records, rows)
        cells = {column.name: column.expression for column in group}
        parts.append(CopyPart(selected, cells, row_order(selected) if rows else None))
    return parts
