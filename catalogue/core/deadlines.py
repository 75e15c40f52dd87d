"""How much an answer may take: the deadline of a request, and what is not done too often at once.

The database keeps the deadline too. PostgreSQL is told at the beginning of a read snapshot how long
a statement may still take, together with what is said there anyway. SQLite asks now and then
whether to go on. The deadline is looked at before each statement, so that time spent elsewhere
counts as well.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError, connection

#: The moment at which the answer that is being made must be ready; None without a limit.
_end: ContextVar[float | None] = ContextVar("end", default=None)
#: Steps of SQLite between two looks at the clock: some tenths of a millisecond.
SQLITE_PROGRESS_STEPS = 20_000


class DeadlineExceeded(OperationalError):
    """An answer was not ready when it had to be."""


class ServerBusy(OperationalError):
    """The server does as much of this at once as it may."""


@contextmanager
def time_limit(seconds: float):
    """Let what is done inside take so many seconds; 0: as many as it wants."""
    token = _end.set(time.monotonic() + seconds if seconds else None)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float | None:
    """Return how many seconds are left, none where it is too late; None without a limit."""
    end = _end.get()
    return None if end is None else max(0.0, end - time.monotonic())


def has_expired() -> bool:
    """Say whether the time is up."""
    return seconds_left() == 0


def check_deadline() -> None:
    """Raise DeadlineExceeded where the time is up: for long work between statements."""
    if has_expired():
        raise DeadlineExceeded("the time for this answer is up")


@contextmanager
def enforce_deadline():
    """Apply the deadline to every query inside; raise DeadlineExceeded when it has passed."""
    try:
        with connection.execute_wrapper(_checked):
            yield
    except OperationalError as error:
        if has_expired() and not isinstance(error, DeadlineExceeded):
            raise DeadlineExceeded("the database was stopped: the time is up") from error
        raise


def _checked(execute, sql, params, many, context):
    check_deadline()
    return execute(sql, params, many, context)


@contextmanager
def acquire_lock(lock):
    """Hold a lock; DeadlineExceeded where others hold it for too long."""
    left = seconds_left()
    if not lock.acquire(timeout=-1 if left is None else left):
        raise DeadlineExceeded("others were at it for too long")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def take_slot(places):
    """Take one of the places of a semaphore; ServerBusy where all are taken."""
    if not places.acquire(blocking=False):
        raise ServerBusy("all places are taken")
    try:
        yield
    finally:
        places.release()


@contextmanager
def pause_deadline():
    """Let what all readers wait for take its time: it is made once and kept.

    Whoever makes it gets the time back.
    """
    end, start = _end.get(), time.monotonic()
    if end is None:
        yield
        return
    _end.set(None)
    _tell()
    try:
        yield
    finally:
        _end.set(end + time.monotonic() - start)
    _tell()


def statement() -> str:
    """Return what tells PostgreSQL, inside a transaction, how long a statement may take."""
    left = seconds_left()
    value = "DEFAULT" if left is None else max(1, round(left * 1000))
    return f"SET LOCAL statement_timeout TO {value}"


def _tell():
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(statement())
