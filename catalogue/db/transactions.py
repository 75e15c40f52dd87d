"""Transactions of readers and writers: what they see, and how long they wait for each other."""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from catalogue.db import deadlines

#: Writers take turns: what has a higher number in the change log was committed later. Any number
#: will do.
WRITE_LOCK = "pg_advisory_xact_lock(2341)"


@contextmanager
def read_snapshot():
    """Let every query inside see the database as it was at the first one, and keep the deadline.

    Inside an open transaction, this changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = {"postgresql": _postgresql_snapshot, "sqlite": _sqlite_snapshot}[connection.vendor]
    with deadlines.enforce_deadline(), begin():
        yield


@contextmanager
def _postgresql_snapshot():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                + deadlines.statement_timeout_sql()
            )
        yield


@contextmanager
def _sqlite_snapshot():
    # An ordinary transaction would be a writer here (transaction_mode IMMEDIATE) and make editors
    # wait for readers; a deferred one only reads.
    connection.ensure_connection()  # the mode is known only then
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    database = connection.connection
    database.set_progress_handler(deadlines.has_expired, deadlines.SQLITE_PROGRESS_STEPS)
    try:
        with transaction.atomic():
            yield
    finally:
        database.set_progress_handler(None, 0)
        connection.transaction_mode = mode


def extend_lock_timeout() -> None:
    """Let this transaction wait for another writer for a minute.

    Readers learn sooner that something is wrong. On SQLite everybody waits as long, since only
    writers wait there.
    """
    if connection.vendor != "postgresql":
        return
    waits, works = settings.PATIENCE, settings.STATEMENT_TIMEOUT  # a statement also waits
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [f"{waits}s"])
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{works and works + waits}s"])


def acquire_write_lock() -> None:
    """Wait for other writers before any record is locked, so that no deadlock can arise.

    The lock ends with the transaction. On SQLite the transaction has waited when it began.
    """
    extend_lock_timeout()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {WRITE_LOCK}")
