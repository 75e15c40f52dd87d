"""Cells by scans: of a few thousand records at a time, one statement for each relation."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from catalogue.exports.columns import Cell, Column, RelatedRows
from catalogue.exports.compiled_queries import KEY, Statement, keyed, order_of, rows_of

BLOCK = 500  # records read at a time: more of them are slower, for the processor keeps less near

#: The cells of one column, for the records of a block.
Cells = Sequence[Cell]


def by_rows(columns: Sequence[Column]) -> dict[RelatedRows | None, list[Column]]:
    """Return columns by what has to be read for them: the record itself, or rows of it."""
    parts: dict[RelatedRows | None, list[Column]] = {}
    for column in columns:
        parts.setdefault(column.rows, []).append(column)
    return parts


def blocks(
    records: QuerySet, keys: Sequence[int], columns: Sequence[Column]
) -> Iterator[list[Cells]]:
    """Read the records with these keys in their order: of each block, the cells by column."""
    if not keys:
        return
    parts = by_rows(columns)
    readers = [
        OwnReader(records, part) if rows is None else RowsReader(records, rows, part)
        for rows, part in parts.items()
    ]
    names = [column.name for part in parts.values() for column in part]
    for start in range(0, len(keys), BLOCK):
        some = keys[start : start + BLOCK]
        read = [cells for reader in readers for cells in reader.read(some)]
        found = dict(zip(names, read, strict=True))
        yield [found[column.name] for column in columns]


class OwnReader:
    """Reads what stands in the record itself, or one step away."""

    def __init__(self, records: QuerySet, columns: Sequence[Column]):
        values = keyed(records.order_by(), "pk").values_list(KEY, *(c.expression for c in columns))
        self.statement = Statement(values)
        self.finish = [column.finish for column in columns]

    def read(self, keys: Sequence[int]) -> list[Cells]:
        """Return the cells of these records, column by column."""
        found = {row[0]: row for row in self.statement.ask(keys)}
        _keys, *columns = zip(*(found[key] for key in keys), strict=True)
        return [
            [finish(value) for value in values] if finish else values
            for finish, values in zip(self.finish, columns, strict=True)
        ]


class RowsReader:
    """Reads the rows of records, several for one cell."""

    def __init__(self, records: QuerySet, rows: RelatedRows, columns: Sequence[Column]):
        asked = rows_of(records, rows)
        asked = asked.order_by(*order_of(asked))
        self.statement = Statement(asked.values_list(KEY, *(c.expression for c in columns)))
        self.width = len(columns)

    def read(self, keys: Sequence[int]) -> list[Cells]:
        """Return the cells of these records, column by column."""
        found = defaultdict(list)
        if self.width == 1:
            for key, value in self.statement.ask(keys):
                found[key].append(value)
            return [[found[key] for key in keys]]
        for row in self.statement.ask(keys):
            found[row[0]].append(row)
        rows = [found[key] for key in keys]
        return [[[row[n] for row in each] for each in rows] for n in range(1, self.width + 1)]
