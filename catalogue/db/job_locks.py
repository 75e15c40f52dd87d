"""Doing a job in one process only, whichever machine it runs on.

PostgreSQL keeps the lock with the connection. For SQLite it is a lock on a file beside the
database. Both end with the process, however it ends.
"""

import fcntl
import zlib
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.db import connection

#: Sets these locks of PostgreSQL apart from others. Any number will do.
LOCK_SPACE = 2396


class JobRunning(Exception):
    """Another process is doing this job."""


def hold_job_lock(name: str, *, wait: bool = False) -> AbstractContextManager[None]:
    """Hold the lock of a job inside; if another process has it, wait or raise JobRunning."""
    vendors = {"postgresql": _postgresql_lock, "sqlite": _sqlite_lock}
    return vendors[connection.vendor](name, wait)


@contextmanager
def _postgresql_lock(name, wait):
    key = [LOCK_SPACE, zlib.crc32(name.encode()) >> 1]  # a positive number of 31 bits
    with connection.cursor() as cursor:
        if wait:  # as long as it takes: neither a lock nor a statement may end it
            cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
            cursor.execute("RESET lock_timeout; RESET statement_timeout")
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
            if not cursor.fetchone()[0]:
                raise JobRunning(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def _sqlite_lock(name, wait):
    if connection.is_in_memory_db():
        yield  # no other process has this database
        return
    # The file stays, since others may be opening it.
    database = Path(connection.settings_dict["NAME"])
    with database.with_name(f"{database.name}.{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise JobRunning(name) from None
        yield
