"""The joins of SQL that a path of relations stands for."""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class JoinStep:
    """One join on the way from a noun to a related table: `table.column = to_table.to_column`.

    `to_status` is True if the related records have a status, and may not be public.
    """

    table: str
    column: str
    to_table: str
    to_column: str
    to_status: bool


def join_steps(model: type[Model], path: str) -> list[JoinStep]:
    """Return the joins of a path of relations, from the model outwards."""
    steps, options = [], model._meta
    for relation in path.split("__"):
        for info in options.get_field(relation).path_infos:
            ((column, to_column),) = info.join_field.get_joining_fields()
            table, options = info.from_opts.db_table, info.to_opts
            has_status = any(field.name == "status" for field in options.fields)
            steps.append(
                JoinStep(table, column.column, options.db_table, to_column.column, has_status)
            )
    return steps
