"""Cells read in batches: of a few hundred records at a time, one query for each relation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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
    compiled = {rows: compile_query(records, rows, part) for rows, part in groups.items()}
    for start in range(0, len(keys), BATCH):
        batch, cells = keys[start : start + BATCH], {}
        for rows, part in groups.items():
            read = read_related_cells if rows else read_record_cells
            found = read(compiled[rows].fetch(batch), batch, part)
            cells |= zip((column.name for column in part), found, strict=True)
        yield [cells[column.name] for column in columns]


def compile_query(
    records: QuerySet, rows: RelatedRows | None, columns: Sequence[Column]
) -> CompiledQuery:
    """Return the query for columns over the records, or over rows of them."""
    selected = select_rows(records, rows)
    if rows:
        selected = selected.order_by(*row_order(selected))
    return CompiledQuery(selected.values_list(KEY, *(column.expression for column in columns)))


def read_record_cells(
    found: Iterable[tuple], keys: Sequence[int], columns: Sequence[Column]
) -> list[Cells]:
    """Return the cells of columns over the record itself, or over one linked record."""
    by_key = {row[0]: row for row in found}
    _keys, *cells = zip(*(by_key[key] for key in keys), strict=True)
    return [
        [column.finish(value) for value in values] if column.finish else values
        for column, values in zip(columns, cells, strict=True)
    ]


def read_related_cells(
    found: Iterable[tuple], keys: Sequence[int], columns: Sequence[Column]
) -> list[Cells]:
    """Return the cells of columns over the rows of a record, several for one cell."""
    by_key = defaultdict(list)
    for row in found:
        by_key[row[0]].append(row)
    rows = [by_key[key] for key in keys]
    return [[[row[n] for row in each] for each in rows] for n in range(1, len(columns) + 1)]


def copy_parts(records: QuerySet, columns: Sequence[Column]) -> list[CopyPart]:
    """Return the queries by which a database writes the cells of columns itself."""
    parts = []
    for rows, group in group_by_rows(columns).items():
        selected = select_rows(records, rows)
        cells = {column.name: column.expression for column in group}
        parts.append(CopyPart(selected, cells, row_order(selected) if rows else None))
    return parts
