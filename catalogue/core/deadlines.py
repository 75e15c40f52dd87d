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
STEPS = 20_000


class OutOfTime(OperationalError):
    """An answer was not ready when it had to be."""


class TooManyAtOnce(OperationalError):
    """The server does as much of this at once as it may."""


@contextmanager
def time_limit(seconds: float):
    """Let what is done inside take so many seconds; 0: as many as it wants."""
    token = _end.set(time.monotonic() + seconds if seconds else None)
    try:
        yield
    finally:
        _end.reset(token)


def remaining() -> float | None:
    """Return how many seconds are left, none where it is too late; None without a limit."""
    end = _end.get()
    return None if end is None else max(0.0, end - time.monotonic())


def is_over() -> bool:
    """Say whether the time is up."""
    return remaining() == 0


def check() -> None:
    """Raise OutOfTime where the time is up: for long work between statements."""
    if is_over():
        raise OutOfTime("the time for this answer is up")


@contextmanager
def kept():
    """Keep the deadline in what the database is asked inside; OutOfTime where it has passed."""
    try:
        with connection.execute_wrapper(_checked):
            yield
    except OperationalError as error:
        if is_over() and not isinstance(error, OutOfTime):
            raise OutOfTime("the database was stopped: the time is up") from error
        raise


def _checked(execute, sql, params, many, context):
    check()
    return execute(sql, params, many, context)


@contextmanager
def turn(lock):
    """Hold a lock; OutOfTime where others hold it for too long."""
    left = remaining()
    if not lock.acquire(timeout=-1 if left is None else left):
        raise OutOfTime("others were at it for too long")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def at_once(places):
    """Take one of the places of a semaphore; TooManyAtOnce where all are taken."""
    if not places.acquire(blocking=False):
        raise TooManyAtOnce("all places are taken")
    try:
        yield
    finally:
        places.release()


@contextmanager
def unhurried():
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
    left = remaining()
    value = "DEFAULT" if left is None else max(1, round(left * 1000))
    return f"SET LOCAL statement_timeout TO {value}"


def _tell():
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(statement())
