"""What a page about an import shows: its rows by kind, and possible duplicates of new records."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.editorial.duplicates import DuplicateKeys, find_duplicates
from catalogue.imports.models import Import, ImportState
from catalogue.imports.plan import CREATE, ERROR, UNCHANGED, UPDATE

RECORDS = "records"
LABELS = {
    RECORDS: _("Records as the import left them"),
    ERROR: _("Errors"),
    UPDATE: _("Change a record"),
    CREATE: _("Make a new draft"),
    UNCHANGED: _("Change nothing, with a remark"),
}


@dataclass(frozen=True)
class RowKind:
    """Rows of one kind in an import: their label and number, and whether they are shown."""

    name: str
    label: str
    number: int
    is_shown: bool


def remaining_keys(found: Import, model: type[models.Model]) -> list[int]:
    """Return the keys of the records that an import made or changed and that are there."""
    if found.state != ImportState.APPLIED:
        return []
    keys = [int(key) for how in ("created", "updated") for key in found.done[how]]
    there = model._base_manager.filter(pk__in=keys).order_by("pk")
    return list(there.values_list("pk", flat=True))


def row_kinds(found: Import, model: type[models.Model], chosen: str) -> list[RowKind]:
    """Return the kinds of rows that an import has; the first one is shown unless one is chosen."""
    numbers = Counter(row["action"] for row in found.seen)
    numbers[RECORDS] = len(remaining_keys(found, model))
    there = [name for name in LABELS if numbers[name]]
    shown = chosen if chosen in there else next(iter(there), "")
    return [RowKind(name, LABELS[name], numbers[name], name == shown) for name in there]


def rows_shown(found: Import, model: type[models.Model], kinds: list[RowKind]) -> list:
    """Return the rows of the kind that is shown: rows of the file, or keys of records."""
    shown = next((kind.name for kind in kinds if kind.is_shown), "")
    if shown == RECORDS:
        return remaining_keys(found, model)
    return [row for row in found.seen if row["action"] == shown]


def records_shown(listed: Iterable, model: type[models.Model]) -> list[models.Model]:
    """Return the records of the keys on a page; none if it lists rows of the file."""
    keys = [each for each in listed if isinstance(each, int)]
    return list(model._base_manager.filter(pk__in=keys).order_by("pk"))


def add_duplicates(rows: list, model: type[models.Model]) -> None:
    """Add to each new record of a page the records that may be the same."""
    for row in rows:
        if isinstance(row, dict) and (words := row.get("compared")):
            keys = DuplicateKeys(
                model,
                words["title"],
                *(frozenset(words[n]) for n in ("countries", "bodies", "sources", "addresses")),
                day=date.fromisoformat(words["day"]) if words["day"] else None,
            )
            row["likely"] = find_duplicates(keys)
