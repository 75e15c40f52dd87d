"""Asking the log: the version of the catalogue, and what was touched since an earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from catalogue.changelog.models import Change
from catalogue.db.triggers.trigger_plan import number_table

#: More touched records than this are not worth naming: everything is read again.
MAX_TOUCHED_KEYS = 2000


class CatalogueVersion(NamedTuple):
    """A state of the catalogue: the last row of the log."""

    id: int
    token: int


def current_version() -> CatalogueVersion | None:
    """Return the version as this transaction sees it; None before any change."""
    with connection.cursor() as cursor:  # asked with every page: no queryset in between
        cursor.execute("SELECT id, token FROM catalogue_change ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return CatalogueVersion(*row) if row else None


@dataclass(frozen=True)
class Changes:
    """What the log says of the changes after a version: keys by noun, and the written tables.

    None among the keys of a noun stands for all its records, None among the tables for any table.
    """

    keys: dict[str, set[int | None]]
    tables: set[int | None]

    def touched_keys(self, noun: str) -> set[int] | None:
        """Return the keys of the touched records of a noun; None if all of them may be touched."""
        keys = self.keys.get(noun, set())
        return None if None in keys else keys

    def may_have_written(self, models: Iterable[type[Model]]) -> bool:
        """Return True if the table of one of these models may have been written."""
        numbers = {None, *(number_table(model._meta.db_table) for model in models)}
        return not self.tables.isdisjoint(numbers)


def read_changes(since: CatalogueVersion) -> Changes | None:
    """Return what the log says of the changes after `since`.

    None where that cannot be said or is not worth saying: the log does not reach back, the state
    was rolled back, or there are too many changes.
    """
    rows = Change.objects.filter(pk__gte=since.id).order_by("pk")
    first, *later = rows.values_list("pk", "token", "noun", "key")[: MAX_TOUCHED_KEYS + 1] or [None]
    if first is None or first[:2] != since or len(later) >= MAX_TOUCHED_KEYS:
        return None
    keys: dict[str, set[int | None]] = {}
    for _id, _token, noun, key in later:
        keys.setdefault(noun, set()).add(key)
    # A row for all records of a noun may stand for a bulk write, which names no table.
    is_unsaid = any(None in each for each in keys.values())
    tables = keys.pop("", set())
    return Changes(keys, tables | {None} if is_unsaid else tables)


def touched_keys(noun: str, since: CatalogueVersion) -> set[int] | None:
    """Return the keys of the records of a noun that changes after `since` touched.

    None where that cannot be said, or if all of them may be touched.
    """
    changes = read_changes(since)
    return changes.touched_keys(noun) if changes else None
