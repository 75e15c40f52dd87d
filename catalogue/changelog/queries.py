"""Asking the log: the version of the catalogue, and what was touched since an earlier one."""

from typing import NamedTuple

from django.db import connection

from catalogue.changelog.models import Change

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


def touched_keys(noun: str, since: CatalogueVersion) -> set[int] | None:
    """Return the keys of the records of a noun that changes after `since` touched.

    None where that cannot be said or is not worth saying: the log does not reach back, the state
    was rolled back, all records are touched, or too many.
    """
    rows = Change.objects.filter(pk__gte=since.id).order_by("pk")
    first, *later = rows.values_list("pk", "token", "noun", "key")[: MAX_TOUCHED_KEYS + 1] or [None]
    if first is None or first[:2] != since or len(later) >= MAX_TOUCHED_KEYS:
        return None
    keys = {key for _id, _token, name, key in later if name == noun}
    return None if None in keys else keys
