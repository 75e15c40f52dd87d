"""Doing a piece of work in one process only, whatever machine it runs on.

PostgreSQL keeps the lock with the connection. For SQLite it is one on a file beside the database.
Both end with the process, however it ends.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

#: Sets these locks of PostgreSQL apart from others. Any number will do.
LOCK_NAMESPACE = 2396


class JobRunning(Exception):
    """Another process is doing this work."""


@contextmanager
def hold_job_lock(name: str) -> Iterator[None]:
    """Do the work of a name while nobody else does it; UnderWay where somebody does."""
    with LOCK_FUNCTIONS[connection.vendor](name):
        yield


@contextmanager
def hold_postgresql_lock(name: str) -> Iterator[None]:
    """Hold an advisory lock of this database."""
    key = [LOCK_NAMESPACE, zlib.crc32(name.encode()) >> 1]  # a positive number of 31 bits
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if not cursor.fetchone()[0]:
            raise JobRunning(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def hold_sqlite_lock(name: str) -> Iterator[None]:
    """Hold a lock on a file beside the database; the file stays, since others may be opening it."""
    database = Path(connection.settings_dict["NAME"])
    with database.with_name(f"{database.name}.{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JobRunning(name) from None
        yield


LOCK_FUNCTIONS = {"postgresql": hold_postgresql_lock, "sqlite": hold_sqlite_lock}
