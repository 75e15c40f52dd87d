"""Damage copies of a catalogue in many ways, and restore them: all must be refused."""

import os
import random
import signal
import sys
from contextlib import suppress
from pathlib import Path

import psycopg2

from tools.drills import backups
from tools.installations import Installation, create_installation
from tools.servers import wait_until

TIMES = 200
HEADER_BYTES = 10  # of gzip: what is changed there (the time of packing) changes no content


def report(kind: str, folder: Path, server: str) -> str:
    """Run the drill and return its result."""
    here = create_installation(kind, folder / "here", server)
    here.fill(30)
    copy, there = folder / "copy.gz", create_installation(kind, folder / "there", server)
    here.manage("backup", str(copy))
    restore_damaged(there, copy, TIMES)
    if kind == "postgresql":
        restore_and_die(there, copy)
    assert not backups.digest_tables(there), "a restore that was killed left tables"
    return f"{TIMES} shortened and {TIMES} changed copies were refused, and nothing was restored"


def restore_damaged(there: Installation, copy: Path, times: int) -> None:
    """Restore a copy that was cut at so many random places, and with as many changed bits."""
    there.run("-m", "tools.drills.damages", "damage", str(copy), str(times))
    assert not backups.digest_tables(there), "tables are there"


def restore_and_die(there: Installation, copy: Path) -> None:
    """Let a restore on PostgreSQL be killed when psql has got half of the statements."""
    done = there.attempt("-m", "tools.drills.damages", "die", str(copy))
    assert done.returncode == -signal.SIGKILL, done.stderr
    wait_until(lambda: count_others(there) == 0, lambda: "psql did not end")


def count_others(there: Installation) -> int:
    """Return how many others are connected to the database."""
    connection = psycopg2.connect(there.url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (count,) = cursor.fetchone()
    connection.close()
    return count


# --- In the process of the catalogue that restores ---------------------------------------------


def damage_and_restore(copy: Path, times: int) -> None:
    """Restore every damaged copy; AssertionError if one was not refused or left anything."""
    from django.core.management import CommandError
    from django.db import connection

    from catalogue.db.backup import restore_backup

    content, chance, bad = copy.read_bytes(), random.Random(2026), copy.with_name("bad.gz")
    for number in range(2 * times):
        place = chance.randrange(HEADER_BYTES, len(content))
        changed = bytearray(content)
        if number % 2:
            changed[place] ^= 1 << chance.randrange(8)
        else:
            del changed[place:]
        bad.write_bytes(changed)
        with suppress(CommandError):
            restore_backup(bad)
            raise AssertionError(f"restored, though damaged at byte {place} of {len(content)}")
        assert not connection.introspection.table_names(), f"tables after damage at {place}"


def die_while_restoring(copy: Path) -> None:
    """Be killed in the middle of a restore, as by a machine without memory."""
    from catalogue.db import backup

    def copy_half(source, target):
        statements = source.read()
        target.write(statements[: len(statements) // 2])
        target.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    backup.shutil.copyfileobj = copy_half
    backup.restore_backup(copy)


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    if sys.argv[1] == "damage":
        damage_and_restore(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        die_while_restoring(Path(sys.argv[2]))
