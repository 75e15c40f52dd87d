"""`./run drill`: do every drill, on both databases, and say what came of it."""

import sys
import tempfile
import time
from pathlib import Path

from tests import postgres_server
from tests.drills import backups

KINDS = ("sqlite", "postgresql")


def main() -> int:
    """Do the drills; return how the command ends."""
    failed = 0
    for kind in KINDS:
        server = postgres_server.start() if kind == "postgresql" else ""
        with tempfile.TemporaryDirectory(prefix="catalogue-drill-") as folder:
            failed += one(kind, Path(folder), server)
    return 1 if failed else 0


def one(kind: str, folder: Path, server: str) -> bool:
    """Do the drill of backups on one database and report it; return whether it failed."""
    start = time.perf_counter()
    try:
        rows = backups.drill(kind, folder, server, practices=1_000)
    except AssertionError as why:
        print(f"FAILED  backup and restore, {kind}: {why}")
        return True
    took = time.perf_counter() - start
    print(
        f"passed  backup and restore, {kind}: {sum(rows.values()):,} rows of {len(rows)} tables "
        f"are the same, {took:.0f} s with making the records"
    )
    return False


if __name__ == "__main__":
    sys.exit(main())
