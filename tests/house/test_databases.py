"""What differs between SQLite and PostgreSQL is in catalogue/db/ and nowhere else."""

import re

from django.conf import settings

HOUSE = settings.ROOT / "catalogue"
#: Names by which code asks for a database; prose writes SQLite and PostgreSQL.
VENDORS = re.compile(r"\b(vendor|as_sqlite|as_postgresql|sqlite3?|psycopg\w*|postgres\w*)\b")


def test_only_db_knows_which_database_it_is():
    found = [
        f"{path.relative_to(HOUSE)}:{number}: {line.strip()}"
        for path in sorted(HOUSE.rglob("*.py"))
        if path.relative_to(HOUSE).parts[0] != "db"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if VENDORS.search(line)
    ]
    assert not found, "\n".join(found)
