"""Backups of the whole database and their restoration, with the tools of each database.

A backup is one compressed file with records, history and accounts. It holds no sessions, and after
a restore there are none: a session that was ended is worth nothing.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.sqlite3._functions import register

from catalogue.db.sqlite_engine.functions import register_functions

#: What pg_dump writes last, and what every database of SQLite begins with.
DUMP_END, SQLITE_START = b"PostgreSQL database dump complete", b"SQLite format 3\0"
END_OF_RESTORE = b"\nRESET search_path; DELETE FROM django_session; COMMIT;\n"
SESSIONS = "django_session"  # its rows are neither copied nor restored
END_BYTES, READ_BYTES = 200, 1 << 20


def write_backup(target: Path) -> None:
    """Write a backup of the database as it is now, while others read and write.

    The file appears under its name only when it is complete and on the disk. Only its owner may
    read it. CommandError if it cannot be made.
    """
    if target.exists():
        raise CommandError(f"{target} exists already; nothing was written.")
    part = target.with_name(f"{target.name}.part")
    try:
        with create_private_file(part) as file, gzip.open(file, "wb", compresslevel=6) as packed:
            BACKUP_FUNCTIONS[connection.vendor][0](packed, target.parent)
        move_durably(part, target)
    finally:
        part.unlink(missing_ok=True)


def create_private_file(path: Path) -> BinaryIO:
    """Open a new file that only its owner may read, in the place of one that was left behind."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def move_durably(part: Path, target: Path) -> None:
    """Give a complete file its name, so that a power cut leaves all of it or none."""
    sync_to_disk(part)
    part.replace(target)
    sync_to_disk(target.parent)


def sync_to_disk(path: Path) -> None:
    """Wait until the disk has the content of a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def restore_backup(source: Path) -> None:
    """Restore a backup into an empty database; CommandError if that cannot be done."""
    if connection.introspection.table_names():
        raise CommandError("The database is not empty. Restore into a new one, then switch over.")
    BACKUP_FUNCTIONS[connection.vendor][1](source)


def write_sqlite_backup(packed: BinaryIO, folder: Path) -> None:
    """Let SQLite write a consistent copy into a folder of its own, and compress it."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        copy = Path(own) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        delete_sqlite_sessions(copy)
        with copy.open("rb") as file:
            shutil.copyfileobj(file, packed)


def restore_sqlite_backup(source: Path) -> None:
    """Decompress a backup beside the database file, check it, and put it in place."""
    place = Path(settings.DATABASES["default"]["NAME"])
    part = place.with_name(f"{place.name}.part")
    try:
        with gzip.open(source, "rb") as packed, create_private_file(part) as file:
            shutil.copyfileobj(packed, file)
        check_sqlite_file(part)
        delete_sqlite_sessions(part)
        connection.close()
        move_durably(part, place)
    except (OSError, EOFError, zlib.error, sqlite3.DatabaseError) as error:
        raise CommandError(f"{source} is no copy of an SQLite database: {error}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_sqlite_file(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy, with the functions that constraints and triggers of its tables call."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        register(database)
        register_functions(database)
        yield database


def check_sqlite_file(file: Path) -> None:
    """Raise DatabaseError if a file is not a whole database; to SQLite, an empty one would be."""
    with file.open("rb") as opened, open_sqlite_file(file) as database:
        (state,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if opened.read(len(SQLITE_START)) != SQLITE_START or state != "ok":
            raise sqlite3.DatabaseError(f"the database is damaged: {state}")


def delete_sqlite_sessions(file: Path) -> None:
    """Delete the sessions in a copy, so that nothing of them stays on its free pages."""
    with open_sqlite_file(file) as database:
        if database.execute(f"DELETE FROM {SESSIONS}").rowcount:
            database.execute("VACUUM")


def write_postgresql_backup(packed: BinaryIO, folder: Path) -> None:
    """Let pg_dump write one consistent state as SQL, and compress it."""
    options = ["--no-owner", "--no-privileges", f"--exclude-table-data={SESSIONS}"]
    with run_program("pg_dump", options, stdout=subprocess.PIPE) as process:
        shutil.copyfileobj(process.stdout, packed)


def restore_postgresql_backup(source: Path) -> None:
    """Let psql run a backup in one transaction, after the whole file was found complete.

    The end of its input ends the transaction without effect: only the COMMIT after the last byte,
    whose checksum was compared again by then, puts anything into the database.
    """
    options = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    try:
        if DUMP_END not in read_end(source):
            raise CommandError(f"{source} is no complete copy of a PostgreSQL database.")
        with gzip.open(source, "rb") as packed, run_program("psql", options) as process:
            process.stdin.write(b"BEGIN;\n")
            shutil.copyfileobj(packed, process.stdin)
            process.stdin.write(END_OF_RESTORE)
    except (OSError, EOFError, zlib.error) as error:
        raise CommandError(f"{source} is no copy of a PostgreSQL database: {error}") from error


def read_end(source: Path) -> bytes:
    """Return the last bytes of a compressed file, after checking all of it by its checksum."""
    end = b""
    with gzip.open(source, "rb") as file:
        while block := file.read(READ_BYTES):
            end = (end + block)[-END_BYTES:]
    return end


@contextmanager
def run_program(name: str, options: list[str], stdout=subprocess.DEVNULL) -> Iterator:
    """Run a program of PostgreSQL; the block writes its input and reads its output.

    CommandError with the end of its error output if it fails. It is killed if the block fails.
    """
    command, environment = connection.client.settings_to_cmd_args_env(
        connection.settings_dict, options
    )
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 (the program is a setting, its arguments are ours)
            [find_program(name), *command[1:]],
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=errors,
            env=os.environ | (environment or {}),
        )
        has_read_all = False
        with process:
            try:
                with suppress(BrokenPipeError):  # if it ends early, its errors say why
                    yield process
                    process.stdin.flush()
                    has_read_all = True
            except BaseException:
                process.kill()
                raise
            finally:
                with suppress(BrokenPipeError):
                    process.stdin.close()
        if process.returncode or not has_read_all:
            errors.seek(0)
            message = errors.read().decode(errors="replace").strip()[-500:]
            raise CommandError(f"{name} failed: {message}")


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
