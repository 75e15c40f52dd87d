"""New records of an import that may be in the catalogue already: shown beside them, in no way."""

from datetime import date

from django.db import models

from catalogue.editorial.duplicates import (
    URL_FIELDS,
    DuplicateKeys,
    find_duplicates,
    get_duplicate_rule,
)
from catalogue.imports.plan import CREATE, Row
from catalogue.imports.sync import RecordState


def compared(row: Row, model: type[models.Model]) -> dict:
    """Return by what doubles of a new record are found; nothing where none are looked for."""
    rule, state = get_duplicate_rule(model), row.state
    if row.action != CREATE or rule is None:
        return {}
    sources = named(state, model, "citations__source")
    addresses = {getattr(each, name) for each in sources for name in URL_FIELDS}
    day = state.values.get(rule.day)
    return {
        "title": state.values.get(rule.title, ""),
        "countries": keys(named(state, model, rule.countries)),
        "bodies": keys(named(state, model, rule.organizations)),
        "sources": keys(sources),
        "addresses": sorted(addresses - {""}),
        "day": day.isoformat() if day else "",
    }


def named(state: RecordState, model: type[models.Model], path: str) -> list[models.Model]:
    """Return the records that a row names in a relation, also where its own rows lead there."""
    owner = model
    for name in path.split("__"):
        owner = owner._meta.get_field(name).related_model
    found = state.links.get(path, [])
    inside = [value for rows in state.rows.values() for row in rows for value in row.values()]
    single = [state.values[path]] if path in state.values else []
    return [*found, *(each for each in [*single, *inside] if isinstance(each, owner))]


def keys(records: list[models.Model]) -> list[int]:
    """Return the keys of those that are saved."""
    return sorted({each.pk for each in records if each.pk})


def find_doubles(rows: list, model: type[models.Model]) -> None:
    """Put beside each new record of a page what may be the same."""
    for row in rows:
        if isinstance(row, dict) and row.get("compared"):
            row["likely"] = find_duplicates(described(row["compared"], model))


def described(words: dict, model: type[models.Model]) -> DuplicateKeys:
    """Return what was kept of a row as it is compared."""
    return DuplicateKeys(
        model,
        words["title"],
        *(frozenset(words[name]) for name in ("countries", "bodies", "sources", "addresses")),
        day=date.fromisoformat(words["day"]) if words["day"] else None,
    )
