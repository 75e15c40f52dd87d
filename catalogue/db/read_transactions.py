"""Read several times and see one moment: the same records, whatever is written meanwhile."""

from contextlib import contextmanager

from django.db import connection, transaction

from catalogue.core import deadlines


@contextmanager
def read_snapshot():
    """Let every query inside see the database as it was at the first one, and keep the deadline.

    Inside a transaction that is open already, this changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = _BEGIN[connection.vendor]
    with deadlines.enforce_deadline(), begin():
        yield


@contextmanager
def _postgresql():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                + deadlines.statement()
            )
        yield


@contextmanager
def _sqlite():
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


_BEGIN = {"postgresql": _postgresql, "sqlite": _sqlite}
