"""The setting of a replica, from which readers are served."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENGINE = "django.db.backends.postgresql"
#: Seconds to wait for a replica that does not answer; then the primary is used.
REPLICA_CONNECT_TIMEOUT = 2


def build_replica_setting(url: str, primary: dict) -> dict:
    """Return the setting of a replica: that of the primary at another address, read-only.

    Read-only, because the address might be wrong and that of another writable database.
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
        | {
            "OPTIONS": theirs
            | own
            | {"options": session, "connect_timeout": REPLICA_CONNECT_TIMEOUT}
        }
    )
