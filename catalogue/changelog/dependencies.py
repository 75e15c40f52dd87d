"""Which records a changed row belongs to.

A model that declares `index_dependencies` has records that lists and search show together with
rows of other tables: a practice with its sectors and with the names of its organizations. Each
entry is a path of relations, as in filters. Every table on such a path is watched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class JoinStep:
    """One join on the way from a noun to what it leans on: `table.column = to_table.to_column`."""

    table: str
    column: str
    to_table: str
    to_column: str


@dataclass(frozen=True)
class ChangedRows:
    """How a trigger writes the changed rows: as a selection of a column, and as a condition."""

    select: Callable[[str], str]
    matches: Callable[[str], str]


def tracked_models() -> list[type[Model]]:
    """Return the models that say on what they lean."""
    return [
        m for m in apps.get_app_config("catalogue").get_models() if hasattr(m, "index_dependencies")
    ]


def tracked_name(noun: type[Model]) -> str:
    """Return the name of a noun in the log."""
    return noun._meta.model_name


def join_steps(noun: type[Model], path: str) -> list[JoinStep]:
    """Return the joins of a path, from the noun outwards."""
    found, options = [], noun._meta
    for relation in path.split("__"):
        for info in options.get_field(relation).path_infos:
            ((here, there),) = info.join_field.get_joining_fields()
            tables = info.from_opts.db_table, info.to_opts.db_table
            found.append(JoinStep(tables[0], here.column, tables[1], there.column))
            options = info.to_opts
    return found


def dependency_paths(noun: type[Model]) -> dict[tuple[JoinStep, ...], None]:
    """Return every way from a noun to a table on which it leans; the empty way is its own table."""
    found: dict[tuple[JoinStep, ...], None] = {(): None}
    for path in noun.index_dependencies:
        way = join_steps(noun, path)
        found |= {tuple(way[:length]): None for length in range(1, len(way) + 1)}
    return found


def select_touched(table: str, row: ChangedRows) -> Iterator[str]:
    """Return a SELECT of (name, key) for each way in which a row of a table touches a noun."""
    for noun in tracked_models():
        for way in dependency_paths(noun):
            if (way[-1].to_table if way else noun._meta.db_table) == table:
                yield f"SELECT '{tracked_name(noun)}', {select_keys(noun, way, row)}"


def select_keys(noun: type[Model], way: tuple[JoinStep, ...], row: ChangedRows) -> str:
    """Return the rest of a SELECT that gives the records of a noun from which a way leads here."""
    key = noun._meta.pk.column
    if not way:
        return row.select(key)
    if len(way) == 1 and way[0].column == key:
        return row.select(way[0].to_column)
    joins = "".join(
        f" JOIN {hop.to_table} t{place} ON t{place}.{hop.to_column} = t{place - 1}.{hop.column}"
        for place, hop in enumerate(way[:-1], start=1)
    )
    last = row.matches(way[-1].to_column)
    condition = f"t{len(way) - 1}.{way[-1].column} {last}"
    return f"t0.{key} FROM {noun._meta.db_table} t0{joins} WHERE {condition}"


def tree_dependencies(table: str) -> Iterator[tuple[str, str]]:
    """Return (name of a noun, column) where a table is a tree whose form a noun depends on.

    A record under a term counts for all terms above it: who moves a term touches every record.
    """
    for noun in tracked_models():
        for way in dependency_paths(noun):
            model = _model(way[-1].to_table) if way else None
            if model is not None and hasattr(model, "tree") and table == way[-1].to_table:
                yield tracked_name(noun), model._meta.get_field(model.tree).column


def _model(table):
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return next(model for model in models if model._meta.db_table == table)
