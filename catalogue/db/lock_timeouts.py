"""How long somebody who saves waits for somebody else who does."""

from django.conf import settings
from django.db import connection


def extend_lock_timeout() -> None:
    """Let this transaction wait for another writer for a minute.

    Readers are answered sooner that something is amiss. SQLite waits as long for everybody, since
    there only writers wait.
    """
    if connection.vendor != "postgresql":
        return
    waits, works = settings.PATIENCE, settings.STATEMENT_TIMEOUT  # a statement also waits
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [f"{waits}s"])
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{works and works + waits}s"])
