"""Read several times and see one moment: the same records, whatever is written meanwhile."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def read_snapshot():
    """Let every query inside see the database as it was at the first one.

    Inside a transaction that is open already, this changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = _BEGIN[connection.vendor]
    with begin():
        yield


@contextmanager
def _postgresql():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _sqlite():
    # An ordinary transaction would be a writer here (transaction_mode IMMEDIATE) and make editors
    # wait for readers; a deferred one only reads.
    connection.ensure_connection()  # the mode is known only then
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode


_BEGIN = {"postgresql": _postgresql, "sqlite": _sqlite}
