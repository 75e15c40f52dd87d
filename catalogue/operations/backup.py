"""Whole copies of the database, and how one is put back: by the means of each database.

A copy is one file, packed, with everything in it: records, history, accounts, sessions.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.sqlite3._functions import register


def write_backup(target: Path) -> None:
    """Write a copy of the database as it is at this moment; others go on reading and writing.

    It appears under its name only when it is whole. CommandError where it cannot be made.
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
    """Put a copy into an empty database; CommandError where it is not empty or the copy is bad."""
    if connection.introspection.table_names():
        raise CommandError("The database is not empty. Restore into a new one, then switch over.")
    BACKUP_FUNCTIONS[connection.vendor][1](source)


def write_sqlite_backup(target: Path) -> None:
    """Let SQLite write a whole copy, which no change meanwhile can tear, and pack it."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        compress_file(copy, target)


def restore_sqlite_backup(source: Path) -> None:
    """Unpack a copy beside the database file, look whether it is whole, and put it in place."""
    place = Path(settings.DATABASES["default"]["NAME"])
    part = place.with_name(f"{place.name}.part")
    try:
        decompress_file(source, part)
        with sqlite3.connect(part) as copy:
            register(copy)  # the rules of the tables call functions of Django
            (state,) = copy.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise CommandError(f"{source} is damaged: {state}")
        connection.close()
        part.replace(place)
    except (OSError, EOFError, sqlite3.DatabaseError) as error:
        raise CommandError(f"{source} is no copy of an SQLite database: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def write_postgresql_backup(target: Path) -> None:
    """Let pg_dump write one consistent state as SQL, packed on its way."""
    words = [find_program("pg_dump"), "--no-owner", "--no-privileges", *list_connection_options()]
    with gzip.open(target, "wb", compresslevel=6) as file:
        run_program(words, "pg_dump", stdout=file)


def restore_postgresql_backup(source: Path) -> None:
    """Let psql run a copy in one transaction: all of it or nothing."""
    words = [
        find_program("psql"),
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        *list_connection_options(),
    ]
    try:
        with gzip.open(source, "rb") as file:
            run_program(words, "psql", stdin=file)
    except (OSError, EOFError) as error:
        raise CommandError(f"{source} is no copy of a PostgreSQL database: {error}") from error


def run_program(words: list[str], name: str, *, stdin=None, stdout=None) -> None:
    """Run a program of PostgreSQL, with packed data on its way in or out.

    CommandError with what it said where it fails.
    """
    surroundings = os.environ | {"PGPASSWORD": connection.settings_dict["PASSWORD"] or ""}
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 (the program is a setting, its words are ours)
            words,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=complaints,
            env=surroundings,
        ) as process:
            copy_streams(process, stdin, stdout)
        if process.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip()[-500:]
            raise CommandError(f"{name} failed: {said}")


def copy_streams(process, stdin, stdout) -> None:
    """Copy between a program and an open file, piece by piece."""
    if stdout:
        shutil.copyfileobj(process.stdout, stdout)
    if stdin:
        with suppress(BrokenPipeError):  # a program that ends early says why
            shutil.copyfileobj(stdin, process.stdin)


def find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL: in PG_PROGRAMS, or on PATH."""
    places = os.pathsep.join(filter(None, [settings.PG_PROGRAMS, os.environ.get("PATH", "")]))
    if found := shutil.which(name, path=places):
        return found
    raise CommandError(f"{name} was not found. Install it, or set PG_PROGRAMS to its folder.")


def list_connection_options() -> list[str]:
    """Return how the programs reach the database; the password goes by the environment."""
    found = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "username", "NAME": "dbname"}
    return [f"--{word}={found[name]}" for name, word in names.items() if found[name]]


def compress_file(source: Path, target: Path) -> None:
    """Pack a file."""
    with source.open("rb") as file, gzip.open(target, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(file, packed)


def decompress_file(source: Path, target: Path) -> None:
    """Unpack a file."""
    with gzip.open(source, "rb") as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)


BACKUP_FUNCTIONS = {
    "sqlite": (write_sqlite_backup, restore_sqlite_backup),
    "postgresql": (write_postgresql_backup, restore_postgresql_backup),
}
