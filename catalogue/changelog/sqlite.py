"""The triggers of the log on SQLite: one for each table and kind of writing, for each row."""

from catalogue.changelog.dependencies import ChangedRows, select_touched, tree_dependencies

RANDOM = "random()"
PREFIX = "changes_"
#: While a transaction writes in bulk, row 0 stands in the log and nothing else is written there.
NOT_IN_BULK = "NOT EXISTS (SELECT 1 FROM catalogue_change WHERE id = 0)"
KEPT = 20_000  # rows of the log
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def take_turn(cursor) -> None:
    """Wait for other writers: on SQLite the transaction has done so when it began."""


def install(cursor, tables: list[str]) -> None:
    """Make the triggers as they should be; those that are so already stay."""
    there, wanted = present(cursor), dict(statements(tables))
    for name in there:
        if there[name] != wanted.get(name):
            cursor.execute(f"DROP TRIGGER {name}")
    for name, statement in wanted.items():
        if there.get(name) != statement:
            cursor.execute(statement)


def remove(cursor) -> None:
    """Drop the triggers."""
    for name in present(cursor):
        cursor.execute(f"DROP TRIGGER {name}")


def present(cursor) -> dict[str, str]:
    """Return the statements of the triggers that are there, by their names."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: sql for name, sql in cursor.fetchall() if name.startswith(PREFIX)}


def statements(tables: list[str]):
    """Return the name and statement of every trigger."""
    for table in tables:
        for event in ROWS:
            name = f"{PREFIX}{table}_{event.lower()}"
            yield (
                name,
                f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {NOT_IN_BULK} "  # noqa: S608 (names of ours)
                "BEGIN INSERT INTO catalogue_change (token, noun, key) "
                f"SELECT random(), * FROM (SELECT '', NULL UNION {written(table, event)}); END",
            )
    prune = f"DELETE FROM catalogue_change WHERE id <= NEW.id - {KEPT} AND id <> 0"  # noqa: S608
    name = f"{PREFIX}prune"
    yield (
        name,
        f"CREATE TRIGGER {name} AFTER INSERT ON catalogue_change WHEN NEW.id % 1000 = 0 "
        f"BEGIN {prune}; END",
    )


def written(table: str, event: str) -> str:
    """Return a SELECT of what a row that was written touches."""
    selects = [each for row in ROWS[event] for each in select_touched(table, a_row(row))]
    if event == "UPDATE":
        selects += [
            f"SELECT '{noun}', NULL WHERE OLD.{column} IS NOT NEW.{column}"
            for noun, column in tree_dependencies(table)
        ]
    return " UNION ".join(["SELECT '', NULL", *selects])


def a_row(row: str) -> ChangedRows:
    """Return how a trigger speaks of OLD or NEW."""
    return ChangedRows(lambda column: f"{row}.{column}", lambda column: f"= {row}.{column}")
