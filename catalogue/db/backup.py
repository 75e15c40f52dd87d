"""Backups of the whole database and their restoration, with the tools of each database.

A backup is one compressed file with records, history, accounts and sessions.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.sqlite3._functions import register

#: What pg_dump writes last.
DUMP_END = b"PostgreSQL database dump complete"
END_BYTES, READ_BYTES = 200, 1 << 20


def write_backup(target: Path) -> None:
    """Write a backup of the database as it is now, while others read and write.

    The file appears under its name only when it is complete. CommandError if it cannot be made.
    """
    if target.exists():
        raise CommandError(f"{target} exists already; nothing was written.")
    part = target.with_name(f"{target.name}.part")
    try:
        BACKUP_FUNCTIONS[connection.vendor][0](part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def restore_backup(source: Path) -> None:
    """Restore a backup into an empty database; CommandError if that cannot be done."""
    if connection.introspection.table_names():
        raise CommandError("The database is not empty. Restore into a new one, then switch over.")
    BACKUP_FUNCTIONS[connection.vendor][1](source)


def write_sqlite_backup(target: Path) -> None:
    """Let SQLite write a consistent copy, and compress it."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with copy.open("rb") as file, gzip.open(target, "wb", compresslevel=6) as packed:
            shutil.copyfileobj(file, packed)


def restore_sqlite_backup(source: Path) -> None:
    """Decompress a backup beside the database file, check it, and put it in place."""
    place = Path(settings.DATABASES["default"]["NAME"])
    part = place.with_name(f"{place.name}.part")
    try:
        with gzip.open(source, "rb") as packed, part.open("wb") as file:
            shutil.copyfileobj(packed, file)
        with sqlite3.connect(part) as copy:
            register(copy)  # constraints of the tables call functions of Django
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise CommandError(f"{source} is damaged: {state}")
        connection.close()
        part.replace(place)
    except (OSError, EOFError, zlib.error, sqlite3.DatabaseError) as error:
        raise CommandError(f"{source} is no copy of an SQLite database: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def write_postgresql_backup(target: Path) -> None:
    """Let pg_dump write one consistent state as SQL, and compress it."""
    with gzip.open(target, "wb", compresslevel=6) as file:
        run_program("pg_dump", ["--no-owner", "--no-privileges"], stdout=file)


def restore_postgresql_backup(source: Path) -> None:
    """Let psql run a backup in one transaction, after the whole file was found complete."""
    options = ["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    try:
        if DUMP_END not in read_end(source):
            raise CommandError(f"{source} is no complete copy of a PostgreSQL database.")
        with gzip.open(source, "rb") as file:
            run_program("psql", options, stdin=file)
    except (OSError, EOFError, zlib.error) as error:
        raise CommandError(f"{source} is no copy of a PostgreSQL database: {error}") from error


def read_end(source: Path) -> bytes:
    """Return the last bytes of a compressed file, after checking all of it by its checksum."""
    end = b""
    with gzip.open(source, "rb") as file:
        while block := file.read(READ_BYTES):
            end = (end + block)[-END_BYTES:]
    return end


def run_program(name: str, options: list[str], *, stdin=None, stdout=None) -> None:
    """Run a program of PostgreSQL with an open file as its input or output.

    CommandError with the end of its error output if it fails.
    """
    command, environment = connection.client.settings_to_cmd_args_env(
        connection.settings_dict, options
    )
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 (the program is a setting, its arguments are ours)
            [find_program(name), *command[1:]],
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=errors,
            env=os.environ | (environment or {}),
        )
        with process:
            try:
                copy_streams(process, stdin, stdout)
            except BaseException:
                process.kill()  # psql takes the end of its input as the moment to commit
                raise
        if process.returncode:
            errors.seek(0)
            message = errors.read().decode(errors="replace").strip()[-500:]
            raise CommandError(f"{name} failed: {message}")


def copy_streams(process: subprocess.Popen, stdin, stdout) -> None:
    """Copy between a program and an open file in blocks."""
    if stdout:
        shutil.copyfileobj(process.stdout, stdout)
    if stdin:
        with suppress(BrokenPipeError):  # a program that ends early reports the reason
            shutil.copyfileobj(stdin, process.stdin)


def find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL, in PG_PROGRAMS or on PATH."""
    places = os.pathsep.join(filter(None, [settings.PG_PROGRAMS, os.environ.get("PATH", "")]))
    if found := shutil.which(name, path=places):
        return found
    raise CommandError(f"{name} was not found. Install it, or set PG_PROGRAMS to its folder.")


BACKUP_FUNCTIONS = {
    "sqlite": (write_sqlite_backup, restore_sqlite_backup),
    "postgresql": (write_postgresql_backup, restore_postgresql_backup),
}
