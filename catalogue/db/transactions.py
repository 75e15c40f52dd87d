"""Deadlines of answers, and transactions: what they see, and how long they wait for each other.

The database keeps the deadline of an answer too. On PostgreSQL a read snapshot begins with the time
that a statement may still take. SQLite asks now and then whether to go on. The deadline is also
checked before each statement, so that time spent elsewhere counts.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import OperationalError, connection, transaction

#: The moment at which the present answer must be ready; None without a limit.
_end: ContextVar[float | None] = ContextVar("end", default=None)
#: Steps of SQLite between two looks at the clock: some tenths of a millisecond.
SQLITE_PROGRESS_STEPS = 20_000
#: Writers take turns: what has a higher number in the change log was committed later. Any number
#: will do.
WRITE_LOCK = "pg_advisory_xact_lock(2341)"


class DeadlineExceeded(OperationalError):
    """An answer was not ready at its deadline."""


class ServerBusy(OperationalError):
    """The server is doing as much of this expensive work as it may."""


@contextmanager
def time_limit(seconds: float):
    """Limit what is done inside to so many seconds; 0 sets no limit."""
    token = _end.set(time.monotonic() + seconds if seconds else None)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float | None:
    """Return the seconds left, 0 after the deadline, None without one."""
    end = _end.get()
    return None if end is None else max(0.0, end - time.monotonic())


def has_expired() -> bool:
    """Return True if the deadline has passed."""
    return seconds_left() == 0


def check_deadline() -> None:
    """Raise DeadlineExceeded if the deadline has passed: for long work between statements."""
    if has_expired():
        raise DeadlineExceeded("the time for this answer is up")


@contextmanager
def enforce_deadline():
    """Apply the deadline to every query inside; raise DeadlineExceeded when it has passed."""
    try:
        with connection.execute_wrapper(_check_first):
            yield
    except OperationalError as error:
        if has_expired() and not isinstance(error, DeadlineExceeded):
            raise DeadlineExceeded("the database was stopped: the time is up") from error
        raise


def _check_first(execute, sql, params, many, context):
    check_deadline()
    return execute(sql, params, many, context)


@contextmanager
def acquire_lock(lock):
    """Hold a lock inside; raise DeadlineExceeded if others hold it until the deadline."""
    left = seconds_left()
    if not lock.acquire(timeout=-1 if left is None else left):
        raise DeadlineExceeded("others held the lock for too long")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def take_slot(slots, timeout: float = 0):
    """Take one slot of a semaphore inside; raise ServerBusy if none is free in so many seconds."""
    if not slots.acquire(timeout=timeout):
        raise ServerBusy("all slots are taken")
    try:
        yield
    finally:
        slots.release()


@contextmanager
def pause_deadline():
    """Lift the deadline for work that all readers need: its result is made once and stored.

    The reader who does it gets the time back.
    """
    end, start = _end.get(), time.monotonic()
    if end is None:
        yield
        return
    _end.set(None)
    _send_statement_timeout()
    try:
        yield
    finally:
        _end.set(end + time.monotonic() - start)
    _send_statement_timeout()


def statement_timeout_sql() -> str:
    """Return the SQL that tells PostgreSQL, inside a transaction, how long a statement may take."""
    left = seconds_left()
    value = "DEFAULT" if left is None else max(1, round(left * 1000))
    return f"SET LOCAL statement_timeout TO {value}"


def _send_statement_timeout():
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(statement_timeout_sql())


@contextmanager
def read_snapshot():
    """Let every query inside see the database as it was at the first one, and keep the deadline.

    Inside an open transaction, this changes nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = {"postgresql": _postgresql_snapshot, "sqlite": _sqlite_snapshot}[connection.vendor]
    with enforce_deadline(), begin():
        yield


@contextmanager
def _postgresql_snapshot():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                + statement_timeout_sql()
            )
        yield


@contextmanager
def _sqlite_snapshot():
    # An ordinary transaction would be a writer here (transaction_mode IMMEDIATE) and make editors
    # wait for readers; a deferred one only reads.
    connection.ensure_connection()  # the mode is known only then
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    database = connection.connection
    database.set_progress_handler(has_expired, SQLITE_PROGRESS_STEPS)
    try:
        with transaction.atomic():
            yield
    finally:
        database.set_progress_handler(None, 0)
        connection.transaction_mode = mode


def acquire_write_lock() -> None:
    """Wait for other writers, for a minute, before any record is locked: no deadlock can arise.

    The lock ends with the transaction. Readers learn sooner that something is wrong. On SQLite the
    transaction has waited when it began, and everybody waits as long, since only writers wait.
    """
    if connection.vendor != "postgresql":
        return
    waits, works = settings.WRITE_LOCK_TIMEOUT, settings.STATEMENT_TIMEOUT  # a statement also waits
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [f"{waits}s"])
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{works and works + waits}s"])
        cursor.execute(f"SELECT {WRITE_LOCK}")
