"""Back up a catalogue, restore it into an empty database, and compare every table."""

import hashlib
import sqlite3
from pathlib import Path

import psycopg2

from tools.installations import Installation, create_installation


def report(kind: str, folder: Path, server: str) -> str:
    """Run the drill with a thousand practices and return its result."""
    rows = drill(kind, folder, server, practices=1_000)
    return f"{sum(rows.values()):,} rows of {len(rows)} tables are the same"


def drill(kind: str, folder: Path, server: str = "", practices: int = 30) -> dict[str, int]:
    """Return how many rows of each table came back; raise AssertionError if a table differs.

    The catalogue holds made-up records, with their history, accounts and a session, which does not
    come back.
    """
    original = create_installation(kind, folder / "original", server)
    original.fill(practices)
    original.manage("create_trial_accounts")
    empty = digest_tables(original)["django_session"]
    begin_session(original)
    before = digest_tables(original) | {"django_session": empty}
    file = folder / "copy.backup.gz"
    original.manage("backup", str(file))
    restored = create_installation(kind, folder / "restored", server)
    restored.manage("restore", str(file))
    after = digest_tables(restored)
    assert after.keys() == before.keys(), before.keys() ^ after.keys()
    wrong = [name for name in before if before[name] != after[name]]
    assert not wrong, f"other than they were: {wrong}"
    return {name: count for name, (count, _digest) in after.items()}


def begin_session(installation: Installation) -> None:
    """Store a session, as of a person who is signed in."""
    connection = connect_to(installation)
    connection.cursor().execute(
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "VALUES ('an-open-session', '', '2999-01-01')"
    )
    connection.commit()
    connection.close()


def digest_tables(installation: Installation) -> dict[str, tuple[int, str]]:
    """Return the number of rows of each table and a digest of them all."""
    connection = connect_to(installation)
    cursor = connection.cursor()
    cursor.execute(NAMES[installation.url.startswith("sqlite")])
    names = [name for (name,) in cursor.fetchall()]
    found = {}
    for name in names:
        cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 (named by the database itself)
        rows = sorted(map(repr, map(normalize_row, cursor.fetchall())))
        found[name] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    connection.close()
    return found


def connect_to(installation: Installation):
    """Open the database of an installation."""
    if installation.url.startswith("sqlite"):
        return sqlite3.connect(installation.folder / "catalogue.sqlite3")
    return psycopg2.connect(installation.url)


def normalize_row(row: tuple) -> tuple:
    """Return a row whose texts say the same whichever connection reads them."""
    return tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)


#: The statement that names every table, by whether the database is SQLite. Shadow tables of its
#: search index are left out: they hold the same words in another order.
NAMES = {
    True: "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_stems_%' AND name NOT LIKE '%_words_%' "
    "ORDER BY name",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}
