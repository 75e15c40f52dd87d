"""Triggers that write the change log, in the SQL of each database.

They are in the database, so that bulk writes, imports and other programs are logged too.
"""

from django.db import connection as default_connection

from catalogue.db.triggers import postgresql, sqlite


def trigger_backend(connection=default_connection):
    """Return the module for the triggers of a database."""
    return {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
