"""What the triggers of the change log write: which records a changed row belongs to.

A practice is shown with the labels of its sectors and the names of its organizations. So a changed
row of those tables is logged as a change of each practice that a path of relations leads to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from zlib import crc32

from django.db.models import Model

from catalogue.db.joins import JoinStep, join_steps

CHANGELOG_TABLE = "catalogue_change"
#: While a transaction writes in bulk, row 0 is in the log and nothing else is written there.
IN_BULK = f"EXISTS (SELECT 1 FROM {CHANGELOG_TABLE} WHERE id = 0)"
MAX_LOG_ROWS = 20_000  # older rows are deleted


def number_table(table: str) -> int:
    """Return the number that stands for a table in the log, as the key of a row without a noun."""
    return crc32(table.encode())


class TriggerPlan:
    """The watched tables, and the records that a change of each of them touches.

    `models` gives the models by name, `dependencies` the paths of relations of each noun, and
    `trees` the field for the parent in models that are trees: a record under a term counts for all
    terms above it, so moving a term touches every record.
    """

    def __init__(
        self,
        models: Callable[[str], type[Model]],
        tables: Sequence[str],
        dependencies: Mapping[str, Sequence[str]],
        trees: Mapping[str, str],
    ):
        self.tables = tables
        self.nouns = {name: models(name) for name in dependencies}
        self.paths = {
            name: dependency_paths(model, dependencies[name]) for name, model in self.nouns.items()
        }
        self.tree_columns = {
            models(name)._meta.db_table: models(name)._meta.get_field(field).column
            for name, field in trees.items()
        }

    def select_touched(self, table: str, select: str, matches: str) -> Iterator[str]:
        """Return a SELECT of (noun, key) for each way in which a row of a table touches a noun.

        `select` and `matches` are how a trigger writes a column of the changed rows, `{0}` in them:
        as a selection, and as a condition.
        """
        for name, model in self.nouns.items():
            for path in self.paths[name]:
                if (path[-1].to_table if path else model._meta.db_table) == table:
                    yield f"SELECT '{name}', {select_keys(model, path, select, matches)}"

    def moved_nouns(self, table: str) -> dict[str, str]:
        """Return the column of the parent, by noun, for the nouns that a moved row touches."""
        if table not in self.tree_columns:
            return {}
        return {
            noun: self.tree_columns[table]
            for noun, paths in self.paths.items()
            if any(path and path[-1].to_table == table for path in paths)
        }


def dependency_paths(model: type[Model], paths: Sequence[str]) -> list[tuple[JoinStep, ...]]:
    """Return every way from a noun to a table it depends on; the empty way is its own table."""
    found: dict[tuple[JoinStep, ...], None] = {(): None}
    for path in paths:
        steps = join_steps(model, path)
        found |= {tuple(steps[:length]): None for length in range(1, len(steps) + 1)}
    return list(found)


def select_keys(model: type[Model], path: tuple[JoinStep, ...], select: str, matches: str) -> str:
    """Return the rest of a SELECT that gives the records of a noun from which a path leads here."""
    key = model._meta.pk.column
    if not path:
        return select.format(key)
    if len(path) == 1 and path[0].column == key:
        return select.format(path[0].to_column)
    joins = "".join(
        f" JOIN {step.to_table} t{place} ON t{place}.{step.to_column} = t{place - 1}.{step.column}"
        for place, step in enumerate(path[:-1], start=1)
    )
    last = matches.format(path[-1].to_column)
    condition = f"t{len(path) - 1}.{path[-1].column} {last}"
    return f"t0.{key} FROM {model._meta.db_table} t0{joins} WHERE {condition}"
