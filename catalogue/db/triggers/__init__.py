"""Triggers that write the change log, in the SQL of each database.

They are in the database, so that bulk writes, imports and other programs are logged too.
"""

from django.db import connection

from catalogue.db.triggers import postgresql, sqlite
from catalogue.db.triggers.trigger_plan import CHANGELOG_TABLE, TriggerPlan

VENDORS = {"postgresql": postgresql, "sqlite": sqlite}


def install_triggers(schema_editor, plan: TriggerPlan) -> None:
    """Replace all triggers of the change log by those of a plan."""
    remove_triggers(schema_editor)
    for statement in VENDORS[schema_editor.connection.vendor].create_statements(plan):
        schema_editor.execute(statement, None)


def remove_triggers(schema_editor) -> None:
    """Drop all triggers of the change log."""
    with schema_editor.connection.cursor() as cursor:
        drops = list(VENDORS[schema_editor.connection.vendor].drop_statements(cursor))
    for statement in drops:
        schema_editor.execute(statement, None)


def random_token() -> str:
    """Return the SQL of a random number for a row of the change log."""
    return VENDORS[connection.vendor].RANDOM_TOKEN


__all__ = [
    "CHANGELOG_TABLE",
    "TriggerPlan",
    "install_triggers",
    "random_token",
    "remove_triggers",
]
