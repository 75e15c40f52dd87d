"""Holding a record, so that nobody else changes it meanwhile, and waiting for those who do."""

from django.conf import settings
from django.db import connection


def hold(record) -> None:
    """Read a record again and keep others from changing it until the transaction ends."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update())


def be_patient() -> None:
    """Let this transaction wait for another writer as long as a large import takes.

    Readers are answered sooner that something is amiss. SQLite waits as long for everybody, since
    there only writers wait.
    """
    if connection.vendor != "postgresql":
        return
    waits, works = settings.PATIENCE, settings.STATEMENT_TIMEOUT  # a statement also waits
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [f"{waits}s"])
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{works and works + waits}s"])
