"""An early pytest plugin: chooses the database before Django reads its settings.

TEST_DATABASE=sqlite (default) or postgresql. TEST_DATABASE_URL names a PostgreSQL server to use;
without it a temporary one is started (tools/postgres.py).
"""

import atexit
import os
import shutil
import sqlite3
import tempfile

import psycopg2
import pytest

from tools import postgres

NOT_OURS = ["SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_STATEMENT_TIMEOUT"]
NOT_OURS += ["DATABASE_REPLICA_URL", "CACHE_URL", "METRICS_ADDRESS"]
NOT_OURS += ["PAGE_TIME_LIMIT", "FILE_TIME_LIMIT"]
# Tests start many processes: without compiled files each would compile all of the code again.
NOT_OURS += ["PYTHONDONTWRITEBYTECODE"]


def choose_url(database: str, folder: str) -> str:
    """Return the DATABASE_URL of this run; starts a PostgreSQL server where none is given.

    SQLite gets a file. Were it a database in memory until the tests make theirs, a live server that
    starts before them would share its connection with the test, and crash.
    """
    if database == "sqlite":
        return f"sqlite:///{folder}/never-opened.sqlite3"
    if database != "postgresql":
        raise pytest.UsageError(f"TEST_DATABASE={database}: use sqlite or postgresql")
    try:
        url = os.environ.get("TEST_DATABASE_URL") or postgres.start_server()
        psycopg2.connect(url).close()
    except Exception as error:
        raise pytest.UsageError(
            f"\n{'!' * 80}\nPostgreSQL NOT TESTED: {error}\n{'!' * 80}"
        ) from error
    return url


def set_environment() -> None:
    """Set what config/settings.py reads, whatever the developer's shell says about it."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
    folder = tempfile.mkdtemp(prefix="catalogue-test-var-")
    os.mkdir(f"{folder}/static")  # WhiteNoise warns where it is missing
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {
        "CATALOGUE_MODE": "test",
        # On a busy machine an answer may take its time; tests of limits set limits of their own.
        "PAGE_TIME_LIMIT": "600",
        "FILE_TIME_LIMIT": "600",
        "DATABASE_STATEMENT_TIMEOUT": "600",
        "CATALOGUE_VAR": folder,
        "DATABASE_URL": choose_url(os.environ.get("TEST_DATABASE", "sqlite"), folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def pytest_configure() -> None:
    """Let the threads of a live server give back their connections, or it cannot be dropped."""
    from django.conf import settings

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def pytest_report_header() -> str:
    """Say which database this run is about."""
    if os.environ["DATABASE_URL"].startswith("sqlite"):
        return f"database: SQLite {sqlite3.sqlite_version} (driver sqlite3)"
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    version = connection.get_parameter_status("server_version")
    connection.close()
    return f"database: PostgreSQL {version} (driver psycopg2 {psycopg2.__version__.split()[0]})"


# At import, because pytest-django loads the settings before any hook of ours could run. Workers of
# pytest-xdist inherit the environment of the process that started them, and so share its server.
if "PYTEST_XDIST_WORKER" not in os.environ:
    set_environment()
