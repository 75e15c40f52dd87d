"""The triggers of the log on PostgreSQL: for each statement, with the rows that it wrote.

Needs PostgreSQL 14 or newer (CREATE OR REPLACE TRIGGER).
"""

from catalogue.changelog.dependencies import (
    ChangedRows,
    select_touched,
    tracked_models,
    tracked_name,
    tree_dependencies,
)

RANDOM = "(random() * 9007199254740991)::bigint"
#: Writers take turns: what has a higher number in the log was committed later. Any number will do.
TURN = "pg_advisory_xact_lock(2341)"
IN_BULK = "EXISTS (SELECT 1 FROM catalogue_change WHERE id = 0)"
KEPT = 20_000  # rows of the log
INSERT = "INSERT INTO catalogue_change (token, noun, key)"
#: The rows that a statement wrote, by kind of writing.
ROWS = {
    "INSERT": {"new_rows": "NEW TABLE AS new_rows"},
    "UPDATE": {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"},
    "DELETE": {"old_rows": "OLD TABLE AS old_rows"},
}


def take_turn(cursor) -> None:
    """Wait for other writers until they have committed."""
    cursor.execute(f"SELECT {TURN}")


def install(cursor, tables: list[str]) -> None:
    """Make functions and triggers as they should be."""
    cursor.execute(before())
    for table in tables:
        for statement in statements(table):
            cursor.execute(statement)


def remove(cursor) -> None:
    """Leave the triggers: PostgreSQL changes tables under them."""


def before() -> str:
    """Return what makes the function that runs before a statement touches any row.

    Writers that meet wait there, and not for each other's rows.
    """
    every = ", ".join(f"'{tracked_name(noun)}'" for noun in tracked_models())
    return f"""
        CREATE OR REPLACE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE last bigint;
        BEGIN
            IF {IN_BULK} THEN RETURN NULL; END IF;
            PERFORM {TURN};
            IF TG_OP = 'TRUNCATE' THEN
                {INSERT} SELECT {RANDOM}, every, NULL FROM unnest(ARRAY[{every}]) every;
            END IF;
            {INSERT} VALUES ({RANDOM}, '', NULL) RETURNING id INTO last;
            IF last % 1000 = 0 THEN
                DELETE FROM catalogue_change WHERE id <= last - {KEPT} AND id <> 0;
            END IF;
            RETURN NULL;
        END $$"""  # noqa: S608 (names of ours)


def statements(table: str):
    """Return what makes the function and the triggers of one table."""
    yield (
        f"CREATE OR REPLACE TRIGGER catalogue_changed "
        f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed()"
    )
    for event, rows in ROWS.items():
        if not (selects := written(table, event)):
            continue
        function = f"changes_{table}_{event.lower()}"
        yield (
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
            f"IF {IN_BULK} THEN RETURN NULL; END IF; "
            f"{INSERT} SELECT {RANDOM}, touched.* FROM ({selects}) touched; RETURN NULL; END $$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER changes_{event.lower()} AFTER {event} ON {table} "
            f"REFERENCING {' '.join(rows.values())} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def written(table: str, event: str) -> str:
    """Return a SELECT of what the rows that a statement wrote touch; empty where nothing can be."""
    selects = [each for rows in ROWS[event] for each in select_touched(table, the_rows(rows))]
    if event == "UPDATE":
        selects += [
            f"SELECT '{noun}', NULL::bigint FROM old_rows JOIN new_rows USING (id) "  # noqa: S608
            f"WHERE old_rows.{column} IS DISTINCT FROM new_rows.{column}"
            for noun, column in tree_dependencies(table)
        ]
    return " UNION ".join(selects)


def the_rows(rows: str) -> ChangedRows:
    """Return how a trigger speaks of the rows before or after a statement."""
    return ChangedRows(
        lambda column: f"{column} FROM {rows}",
        lambda column: f"IN (SELECT {column} FROM {rows})",  # noqa: S608 (names of ours)
    )
