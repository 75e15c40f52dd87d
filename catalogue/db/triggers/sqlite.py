"""The triggers of the change log on SQLite: one for each table and event, for each row."""

from collections.abc import Iterator

from catalogue.db.triggers.trigger_plan import (
    CHANGELOG_TABLE,
    IN_BULK,
    MAX_LOG_ROWS,
    TriggerPlan,
    number_table,
)

RANDOM_TOKEN = "random()"  # noqa: S105 (a function)
PREFIX = "changes_"
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def drop_statements(cursor) -> Iterator[str]:
    """Return the statements that drop the triggers that are there."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return (f"DROP TRIGGER {name}" for (name,) in cursor.fetchall() if name.startswith(PREFIX))


def create_statements(plan: TriggerPlan) -> Iterator[str]:
    """Return the statements that create the triggers."""
    for table in plan.tables:
        for event in EVENTS:
            yield (
                f"CREATE TRIGGER {PREFIX}{table}_{event.lower()} "
                f"AFTER {event} ON {table} WHEN NOT {IN_BULK} "
                f"BEGIN INSERT INTO {CHANGELOG_TABLE} (token, noun, key) SELECT {RANDOM_TOKEN}, * "
                f"FROM ({touched_records_sql(plan, table, event)}); END"
            )
    yield (
        f"CREATE TRIGGER {PREFIX}prune AFTER INSERT ON {CHANGELOG_TABLE} "
        f"WHEN NEW.id % 1000 = 0 BEGIN DELETE FROM {CHANGELOG_TABLE} "
        f"WHERE id <= NEW.id - {MAX_LOG_ROWS} AND id <> 0; END"
    )


def touched_records_sql(plan: TriggerPlan, table: str, event: str) -> str:
    """Return a SELECT of (noun, key) for the written table, and for what a written row touches."""
    selects = [
        each
        for row in EVENTS[event]
        for each in plan.select_touched(table, f"{row}.{{0}}", f"= {row}.{{0}}")
    ]
    if event == "UPDATE":
        selects += [
            f"SELECT '{noun}', NULL WHERE OLD.{column} IS NOT NEW.{column}"
            for noun, column in plan.moved_nouns(table).items()
        ]
    return " UNION ".join([f"SELECT '', {number_table(table)}", *selects])
