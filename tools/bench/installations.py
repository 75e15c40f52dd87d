"""The catalogues that the bench measures: created with synthetic records, then removed."""

import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tools import postgres
from tools.installations import Installation, create_installation, drop_database, execute
from tools.servers import run_gunicorn

#: Bytes on disk per practice: records, indexes, and old row versions of a long transaction.
BYTES_FOR_A_PRACTICE = 15_000
#: Production settings, without time limits.
VARIABLES = {
    "CATALOGUE_MODE": "production",
    "ALLOWED_HOSTS": "127.0.0.1",
    "DATABASE_STATEMENT_TIMEOUT": "0",
    "FILE_TIME_LIMIT": "0",
}


@contextmanager
def create_folder():
    """Create a temporary folder that is removed at the end of the block."""
    path = Path(tempfile.mkdtemp(prefix="catalogue-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@cache
def start_postgresql() -> str:
    """Start a PostgreSQL, once, and return its address; it stops with this process."""
    return postgres.start_server()


def create_catalogue(vendor: str, size: int, folder: Path) -> Installation:
    """Create a database with so many made-up practices."""
    server = start_postgresql() if vendor == "postgresql" else ""
    installation = create_installation(
        vendor, folder / f"{vendor}-{size}", server, size=size, variables=VARIABLES
    )
    installation.fill(size)
    installation.manage("prepare", "--without-history")
    if vendor == "postgresql":  # as autovacuum does, which is off on the temporary server
        execute(installation.url, "VACUUM (ANALYZE)")
    return installation


def remove_catalogue(installation: Installation) -> None:
    """Remove a database that is not needed any more, with its folder."""
    if installation.vendor == "postgresql":
        drop_database(installation.url)
    shutil.rmtree(installation.folder, ignore_errors=True)


def serve_catalogue(installation: Installation, settings: str = "config.settings"):
    """Serve an installation with gunicorn, as in production."""
    environment = installation.environment | {"DJANGO_SETTINGS_MODULE": settings}
    return run_gunicorn(environment, installation.folder / f"{settings}.log", path="/about/")


def describe_missing_space(sizes: list[int], folder: Path) -> str:
    """Return a sentence if the disk has too little space for the largest size, else nothing."""
    needed, free = max(sizes) * BYTES_FOR_A_PRACTICE, shutil.disk_usage(folder).free
    if free > needed:
        return ""
    return (
        f"{max(sizes):,} practices need {needed >> 20:,} MB in {folder}; {free >> 20:,} are free."
    )
