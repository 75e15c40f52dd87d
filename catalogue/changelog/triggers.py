"""Triggers that write the log of changes, on every table of which readers see something.

They stand in the database, where bulk writes, imports and other programs pass too. They are looked
after at every migration, since SQLite drops them when it rebuilds a table.
"""

from django.apps import apps
from django.db import connections, transaction

from catalogue.changelog import postgresql, sqlite
from catalogue.changelog.dependencies import tracked_models, tracked_name

CHANGELOG_TABLE = "catalogue_change"
#: Tables whose rows no reader sees, or whose writer tells what readers see of them (`telling.py`).
SILENT = {CHANGELOG_TABLE, "catalogue_codesequence", "catalogue_import", "catalogue_linkcheck"}
DATABASES = {"postgresql": postgresql, "sqlite": sqlite}


def watched_tables() -> list[str]:
    """Return every table of the catalogue that readers see something of."""
    models = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models} - SILENT)


def install(database) -> None:
    """Make the triggers that are missing or other than they should be; touch every record."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        DATABASES[database.vendor].install(cursor, watched_tables())
        touch_everything(cursor, database.vendor)


def touch_everything(cursor, vendor: str) -> None:
    """Write into the log that all records of all nouns may be other than they were."""
    DATABASES[vendor].take_turn(cursor)
    for noun in tracked_models():
        cursor.execute(
            f"INSERT INTO {CHANGELOG_TABLE} (token, noun, key) "  # noqa: S608 (our names)
            f"VALUES ({DATABASES[vendor].RANDOM}, %s, NULL)",
            [tracked_name(noun)],
        )


def before_migration(using, plan, **kwargs) -> None:
    """Take the triggers away before tables are changed; they are made anew afterwards.

    SQLite renames no table while a trigger names one that is just being rebuilt.
    """
    if plan and CHANGELOG_TABLE in connections[using].introspection.table_names():
        with connections[using].cursor() as cursor:
            DATABASES[connections[using].vendor].remove(cursor)


def after_migration(using, **kwargs) -> None:
    """Install what is missing after a migration, or after a test has emptied the tables."""
    if CHANGELOG_TABLE in connections[using].introspection.table_names():
        install(connections[using])
