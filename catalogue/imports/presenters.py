"""What a page about an import shows: how many rows of each kind, and those of the chosen one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

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
class Kind:
    """Rows of one kind in an import: what they are called, how many, and whether they are shown."""

    name: str
    label: str
    number: int
    is_shown: bool


def left_behind(found: Import, model: type[models.Model]) -> list[int]:
    """Return the keys of the records that an import made or changed, as far as they are there."""
    if found.state != ImportState.APPLIED:
        return []
    keys = [int(key) for how in ("created", "updated") for key in found.done[how]]
    there = model._base_manager.filter(pk__in=keys).order_by("pk")
    return list(there.values_list("pk", flat=True))


def kinds(found: Import, model: type[models.Model], chosen: str) -> list[Kind]:
    """Return the kinds of rows that an import has; the first one is shown unless one is chosen."""
    numbers = Counter(row["action"] for row in found.seen)
    numbers[RECORDS] = len(left_behind(found, model))
    there = [name for name in LABELS if numbers[name]]
    shown = chosen if chosen in there else next(iter(there), "")
    return [Kind(name, LABELS[name], numbers[name], name == shown) for name in there]


def rows_of(found: Import, model: type[models.Model], choice: list[Kind]) -> list:
    """Return what is listed under the kind that is shown: rows of the file, or keys of records."""
    shown = next((kind.name for kind in choice if kind.is_shown), "")
    if shown == RECORDS:
        return left_behind(found, model)
    return [row for row in found.seen if row["action"] == shown]


def records_of(listed: Iterable, model: type[models.Model]) -> list[models.Model]:
    """Return the records of the keys on a page; none where it lists rows of the file."""
    keys = [each for each in listed if isinstance(each, int)]
    return list(model._base_manager.filter(pk__in=keys).order_by("pk"))
