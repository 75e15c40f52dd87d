"""Rows of a form that are no longer there: somebody else took them out while it was open."""

import re
from collections.abc import Collection

from django.http import QueryDict


def rows_still_there(
    data: QueryDict, prefix: str, present: Collection[str]
) -> tuple[QueryDict, list[str]]:
    """Return a form's data with lost rows as new ones, and the keys of the rows that are there.

    Rows that are in the database come first in a form, new ones behind them; so the rows of the
    form are numbered anew.
    """
    try:
        total, initial = (int(data[f"{prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
    except (KeyError, ValueError):
        return data, []
    keys = [data.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total, 1000))]
    lost = [number for number, key in enumerate(keys) if key not in present]
    if not lost:
        return data, keys
    kept = [number for number in range(len(keys)) if number not in lost]
    order = [*kept, *lost, *range(len(keys), min(total, 2000))]
    found = renumbered(data, prefix, {old: new for new, old in enumerate(order)})
    found[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    for number in range(len(kept), len(kept) + len(lost)):
        found[f"{prefix}-{number}-id"] = ""
    return found, [keys[number] for number in kept]


def renumbered(data: QueryDict, prefix: str, numbers: dict[int, int]) -> QueryDict:
    """Return data in which the rows of a form have other numbers."""
    row, found = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)"), data.copy()
    for name in data:
        if row.fullmatch(name):
            del found[name]
    for name, values in data.lists():
        if (match := row.fullmatch(name)) and int(match[1]) in numbers:
            found.setlist(f"{prefix}-{numbers[int(match[1])]}-{match[2]}", values)
    return found
