"""A list as a table: its columns, its rows of cells, and a description for the file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Model, QuerySet

from catalogue.db.keyed_queries import CompiledQuery, filter_keys
from catalogue.exports import queries
from catalogue.exports.citation import Reference
from catalogue.exports.columns import Cell, Column, w3c_type

#: Records that one statement names: a million would take a hundred megabytes.
KEYS_PER_QUERY = 10_000


@dataclass(frozen=True)
class Export:
    """The columns of a noun.

    `reference` turns a row, as cells by the names of columns, into a reference.
    """

    name: str
    model: type[Model]
    declared: list[Column]
    reference: Callable[[dict[str, Cell]], Reference]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns with their data types."""
        return [
            replace(each, type=each.type or w3c_type(self.model, each)) for each in self.declared
        ]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Return the columns by their names."""
        return {column.name: column for column in self.columns}


@dataclass(frozen=True)
class About:
    """The description of a list in its file.

    `filters` are (name of the filter, value) pairs in words; `address` is the absolute address of
    the list on the site, `site` its beginning, for example `https://example.org`.
    """

    title: str
    address: str
    site: str
    filters: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ExportTable:
    """The records of a list in their order, each as a row of cells, one for each column.

    `chosen` has the names of the columns that a reader asked for, in that order; without any, all.
    """

    export: Export
    records: QuerySet
    keys: Sequence[int]
    about: About
    chosen: Sequence[str] = ()

    @property
    def columns(self) -> list[Column]:
        """Return the columns."""
        known = self.export.by_name
        return [known[name] for name in self.chosen or known]

    @property
    def total(self) -> int:
        """Return how many records the list has."""
        return len(self.keys)

    def batches(self) -> Iterator[list[Sequence[Cell]]]:
        """Read some hundred records at a time: the cells of each column, for speed."""
        return queries.read_batches(self.records, self.keys, self.columns)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Return each record as its cells."""
        for batch in self.batches():
            yield from zip(*batch, strict=True)

    def named_rows(self) -> Iterator[dict[str, Cell]]:
        """Return each row as cells by the names of their columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def changed_at(self) -> datetime | None:
        """Return when the newest of the records was changed."""
        newest = filter_keys(self.records.order_by("-updated_at"), "pk").values_list("updated_at")
        query, starts = CompiledQuery(newest[:1]), range(0, self.total, KEYS_PER_QUERY)
        rows = [row for at in starts for row in query.fetch(self.keys[at : at + KEYS_PER_QUERY])]
        return max((moment for (moment,) in rows), default=None)
