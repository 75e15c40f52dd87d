"""The triggers of the change log on PostgreSQL: for each statement, with the rows that it wrote.

Needs PostgreSQL 14 or newer (CREATE OR REPLACE TRIGGER).
"""

from collections.abc import Iterator

from catalogue.db.transactions import WRITE_LOCK
from catalogue.db.triggers.trigger_plan import (
    CHANGELOG_TABLE,
    IN_BULK,
    MAX_LOG_ROWS,
    TriggerPlan,
    number_table,
)

RANDOM_TOKEN = "(random() * 9007199254740991)::bigint"  # noqa: S105 (a function)
INSERT = f"INSERT INTO {CHANGELOG_TABLE} (token, noun, key)"
#: The rows that a statement wrote, by event.
ROWS = {
    "INSERT": {"new_rows": "NEW TABLE AS new_rows"},
    "UPDATE": {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"},
    "DELETE": {"old_rows": "OLD TABLE AS old_rows"},
}


def drop_statements(cursor) -> Iterator[str]:
    """Return the statements that drop the functions, and with them the triggers that call them."""
    cursor.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        r"AND (proname = 'catalogue_changed' OR proname LIKE 'changes\_catalogue\_%')"
    )
    return (f"DROP FUNCTION {name}() CASCADE" for (name,) in cursor.fetchall())


def create_statements(plan: TriggerPlan) -> Iterator[str]:
    """Return the statements that create the functions and triggers."""
    yield before_statement(plan)
    for table in plan.tables:
        yield (
            f"CREATE OR REPLACE TRIGGER catalogue_changed "
            f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed({number_table(table)})"
        )
        for event in ROWS:
            if selects := touched_records_sql(plan, table, event):
                yield from after_statement(table, event, selects)


def before_statement(plan: TriggerPlan) -> str:
    """Return the statement for the function that runs before a statement touches any row.

    Writers that meet wait there, and not for each other's rows.
    """
    nouns = ", ".join(f"'{noun}'" for noun in plan.nouns)
    return f"""
        CREATE OR REPLACE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE last bigint;
        BEGIN
            IF {IN_BULK} THEN RETURN NULL; END IF;
            PERFORM {WRITE_LOCK};
            IF TG_OP = 'TRUNCATE' THEN
                {INSERT} SELECT {RANDOM_TOKEN}, noun, NULL FROM unnest(ARRAY[{nouns}]) noun;
            END IF;
            {INSERT} VALUES ({RANDOM_TOKEN}, '', TG_ARGV[0]::bigint) RETURNING id INTO last;
            IF last % 1000 = 0 THEN
                DELETE FROM {CHANGELOG_TABLE} WHERE id <= last - {MAX_LOG_ROWS} AND id <> 0;
            END IF;
            RETURN NULL;
        END $$"""


def after_statement(table: str, event: str, selects: str) -> Iterator[str]:
    """Return the statements for the function and trigger that log what an event touched."""
    function = f"changes_{table}_{event.lower()}"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IN_BULK} THEN RETURN NULL; END IF; "
        f"{INSERT} SELECT {RANDOM_TOKEN}, touched.* FROM ({selects}) touched; RETURN NULL; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER changes_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {' '.join(ROWS[event].values())} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def touched_records_sql(plan: TriggerPlan, table: str, event: str) -> str:
    """Return a SELECT of (noun, key) for the rows that a statement wrote; empty for none."""
    selects = [
        each
        for rows in ROWS[event]
        for each in plan.select_touched(
            table, f"{{0}} FROM {rows}", f"IN (SELECT {{0}} FROM {rows})"
        )
    ]
    if event == "UPDATE":
        selects += [
            f"SELECT '{noun}', NULL::bigint FROM old_rows JOIN new_rows USING (id) "
            f"WHERE old_rows.{column} IS DISTINCT FROM new_rows.{column}"
            for noun, column in plan.moved_nouns(table).items()
        ]
    return " UNION ".join(selects)
