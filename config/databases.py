"""The databases: that in which everything is written, and a replica from which readers read."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENGINE = "django.db.backends.postgresql"
#: Seconds to wait for a replica that does not answer: the primary is asked instead.
PATIENCE = 2


def replica(url: str, primary: dict) -> dict:
    """Return the setting of a replica: that of the primary, but elsewhere, and only to read.

    What is behind the address might be no replica: nothing is ever written there.
    """
    found = dj_database_url.parse(url)
    if {found["ENGINE"], primary["ENGINE"]} != {ENGINE}:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL: a replica is a streaming one of PostgreSQL, and DATABASE_URL "
            "names its primary. SQLite has none."
        )
    where = {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    own, theirs = found.get("OPTIONS", {}), primary.get("OPTIONS", {})
    session = f"{theirs.get('options', '')} -c default_transaction_read_only=on".strip()
    return (
        primary
        | where
        | {"OPTIONS": theirs | own | {"options": session, "connect_timeout": PATIENCE}}
    )
