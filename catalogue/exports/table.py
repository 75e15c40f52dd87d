"""A list on its way into a file: its columns, its rows of cells, and what it says about itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from catalogue.core.querysets import in_order
from catalogue.exports.columns import Cell, Column

CHUNK = 500  # records read at a time


@dataclass(frozen=True)
class Export:
    """What a noun gives away: its columns, and what its records must bring along to fill them."""

    name: str
    columns: list[Column]
    prepare: Callable[[QuerySet], QuerySet]


@dataclass(frozen=True)
class About:
    """What a file says of the list it holds.

    `filters` are (name of the filter, value) pairs in words; `address` is the absolute address of
    the list on the site, `site` its beginning, for example `https://example.org`.
    """

    title: str
    address: str
    site: str
    filters: list[tuple[str, str]] = field(default_factory=list)
    made_at: datetime = field(default_factory=timezone.now)


@dataclass(frozen=True)
class Table:
    """The records of a list in their order, each as a row of cells, one for each column."""

    export: Export
    records: QuerySet
    keys: list[int]
    about: About

    @property
    def columns(self) -> list[Column]:
        """Return the columns."""
        return self.export.columns

    @property
    def total(self) -> int:
        """Return how many records the list has."""
        return len(self.keys)

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Read the records, a few at a time."""
        prepared = self.export.prepare(self.records)
        for start in range(0, len(self.keys), CHUNK):
            for record in in_order(prepared, self.keys[start : start + CHUNK]):
                yield tuple(column.value(record) for column in self.columns)

    def named(self) -> Iterator[dict[str, Cell]]:
        """Return each row as cells by the names of their columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def changed_at(self) -> datetime | None:
        """Return when the newest of the records was changed."""
        chunks = (self.keys[start : start + CHUNK] for start in range(0, self.total, CHUNK))
        found = [self.records.filter(pk__in=keys).aggregate(at=Max("updated_at")) for keys in chunks]
        return max((each["at"] for each in found), default=None)
