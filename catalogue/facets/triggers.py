"""Triggers that change the catalogue's version with every write to a table of the catalogue.

They stand in the database, where bulk writes, imports and other programs pass too. They are made
after every migration anew, since SQLite drops them when it rebuilds a table.
"""

from django.apps import apps
from django.db import connection, connections

VERSION = "catalogue_catalogueversion"
#: Tables whose rows no reader sees.
SILENT = {VERSION, "catalogue_codesequence"}

RANDOM = {"postgresql": "(random() * 9007199254740991)::bigint", "sqlite": "random()"}


#: A setting of a PostgreSQL transaction: empty until it writes, other with each of its writes.
MARK = "catalogue.writes"
TOKEN = {
    "postgresql": f"SELECT token, coalesce(current_setting('{MARK}', true), '') FROM {VERSION}",  # noqa: S608
    "sqlite": f"SELECT token, '' FROM {VERSION}",  # noqa: S608 (constants only)
}


def current_token() -> tuple | None:
    """Return the token of the catalogue as this transaction sees it; None before any change."""
    with connection.cursor() as cursor:
        cursor.execute(TOKEN[connection.vendor])
        return cursor.fetchone()


def bump(vendor: str) -> str:
    """Return the statement that changes the version; it makes the row where that is missing."""
    return (
        f"INSERT INTO {VERSION} (id, number, token) VALUES (1, 1, {RANDOM[vendor]}) "  # noqa: S608 (constants only)
        f"ON CONFLICT (id) DO UPDATE SET number = {VERSION}.number + 1, token = excluded.token"
    )


def tables() -> list[str]:
    """Return every table of the catalogue that readers see something of."""
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - SILENT)


def install(database) -> None:
    """Make the row of the version and the triggers, where they are missing; count one change."""
    with database.cursor() as cursor:
        cursor.execute(bump(database.vendor))
        for statement in STATEMENTS[database.vendor]():
            cursor.execute(statement)


def _postgresql():
    # The row is written once in a transaction: a row that is written thousands of times drags all
    # its old versions along. What follows in the transaction only changes a mark of its own.
    yield f"""
        CREATE OR REPLACE FUNCTION catalogue_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF coalesce(current_setting('{MARK}', true), '') = '' THEN
                {bump("postgresql")};
            END IF;
            PERFORM set_config('{MARK}', random()::text, true);
            RETURN NULL;
        END $$"""
    for table in tables():
        # Before the rows are touched: writers that meet wait here, and not for each other's rows.
        yield (
            f"CREATE OR REPLACE TRIGGER catalogue_changed "
            f"BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_changed()"
        )


def _sqlite():
    for table in tables():
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_{event.lower()} AFTER {event} ON {table} "
                f"BEGIN {bump('sqlite')}; END"
            )


STATEMENTS = {"postgresql": _postgresql, "sqlite": _sqlite}


def after_migration(using, **kwargs) -> None:
    """Install what is missing after a migration, or after a test has emptied the tables."""
    if VERSION in connections[using].introspection.table_names():
        install(connections[using])
