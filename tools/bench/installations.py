"""Where the bench works: a temporary folder, an SQLite file, a PostgreSQL of its own."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg2

from tools.bench.client import Failed

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = secrets.token_urlsafe(50)
#: What a shell may have set for another catalogue.
NOT_OURS = ("DATABASE_URL", "CATALOGUE_VAR", "CSRF_TRUSTED_ORIGINS", "DJANGO_SETTINGS_MODULE")
NOT_OURS += ("DATABASE_REPLICA_URL", "CACHE_URL", "METRICS_ADDRESS")
#: Bytes on disk for each practice: the records, their indexes, and what a long transaction keeps.
BYTES_FOR_A_PRACTICE = 15_000


@contextmanager
def folder():
    """Give a temporary folder that vanishes at the end."""
    path = Path(tempfile.mkdtemp(prefix="catalogue-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@cache
def postgresql() -> str:
    """Start a PostgreSQL, once, and return its address; it ends with this process."""
    from tests import postgres_server

    return postgres_server.start()


@dataclass(frozen=True)
class Place:
    """One catalogue to measure: a database with so many practices, and a folder for its files."""

    database: str
    size: int
    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of programs that work here: that of production."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        return kept | {
            "CATALOGUE_MODE": "production",
            "CATALOGUE_VAR": str(self.folder),
            "DATABASE_STATEMENT_TIMEOUT": "0",
            "FILE_TIME_LIMIT": "0",
            "DATABASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECRET_KEY": SECRET_KEY,
        }

    def run(self, *words: str) -> None:
        """Run a Python program here and wait for it; Failed where it fails."""
        done = subprocess.run(  # noqa: S603 (our own words)
            [sys.executable, *words], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            raise Failed(f"{' '.join(words)} ended with {done.returncode}")


def make(database: str, size: int, folder: Path) -> Place:
    """Make a database with so many synthetic practices."""
    own = folder / f"{database}-{size}"
    own.mkdir()
    place = Place(database, size, own, ADDRESS[database](own, size))
    place.run("manage.py", "migrate", "--verbosity=0")
    place.run("manage.py", "make_synthetic", str(size))
    place.run("manage.py", "prepare")
    TIDY[database](place)
    return place


def remove(place: Place) -> None:
    """Remove a database that is not needed any more."""
    if place.database == "postgresql":
        in_postgresql(postgresql(), f"DROP DATABASE {name_of(place.size)} WITH (FORCE)")
    shutil.rmtree(place.folder, ignore_errors=True)


def name_of(size: int) -> str:
    """Return the name of a database on the server."""
    return f"bench_{size}"


def in_postgresql(url: str, statement: str) -> None:
    """Run one statement outside of a transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def _new_database(folder: Path, size: int) -> str:
    server = postgresql()
    in_postgresql(server, f"CREATE DATABASE {name_of(size)}")
    return f"{server.rpartition('/')[0]}/{name_of(size)}"


ADDRESS = {
    "sqlite": lambda folder, size: f"sqlite:///{folder / 'catalogue.sqlite3'}",
    "postgresql": _new_database,
}
#: What a server that has run for a while has done by itself; the temporary one is told not to.
TIDY = {
    "sqlite": lambda place: None,
    "postgresql": lambda place: in_postgresql(place.url, "VACUUM (ANALYZE)"),
}


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def missing_room(sizes: list[int], folder: Path) -> str:
    """Say what is missing on the disk; nothing where there is room enough."""
    needed, free = max(sizes) * BYTES_FOR_A_PRACTICE, shutil.disk_usage(folder).free
    if free > needed:
        return ""
    return (
        f"{max(sizes):,} practices need {needed >> 20:,} MB in {folder}; {free >> 20:,} are free."
    )
