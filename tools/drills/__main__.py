"""`./run drill [NAME ...]`: do the drills on both databases, and say what came of each."""

import argparse
import signal
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tools import postgres
from tools.drills import backups, crawling, drafts, faults, hostile, load, random_cases

#: A drill is a module: its docstring says what it does, and its `report` does it on one kind of
#: database and says in a sentence what came of it. AssertionError where it went wrong.
DRILLS = {
    "backups": backups,
    "crawling": crawling,
    "drafts": drafts,
    "faults": faults,
    "hostile": hostile,
    "load": load,
    "random": random_cases,
}
KINDS = ("sqlite", "postgresql")


def main() -> int:
    """Do the drills that were named, or all; return how the command ends."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # everything is ended in order
    said = "\n".join(f"  {name}: {drill.__doc__.splitlines()[0]}" for name, drill in DRILLS.items())
    parser = argparse.ArgumentParser(
        prog="./run drill", epilog=said, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a drill of the list; none: all")
    parser.add_argument("--database", choices=KINDS, help="on one kind of database only")
    asked = parser.parse_args()
    if unknown := set(asked.names) - DRILLS.keys():
        parser.error(f"there is no drill {', '.join(sorted(unknown))}.")
    names = [name for name in DRILLS if name in (asked.names or DRILLS)]
    kinds = [asked.database] if asked.database else KINDS
    outcomes = [done(name, kind) for kind in kinds for name in names]
    return 0 if all(outcomes) else 1


def done(name: str, kind: str) -> bool:
    """Do a drill on one kind of database and report it; return whether it went well."""
    server = started() if kind == "postgresql" else ""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="catalogue-drill-") as folder:
        try:
            word, said = "passed", DRILLS[name].report(kind, Path(folder), server)
        except AssertionError as why:
            word, said = "FAILED", why
    took = time.perf_counter() - start
    print(f"{word}  {name}, {kind}, {took:.0f} s: {said}", flush=True)
    return word == "passed"


@cache
def started() -> str:
    """Start a PostgreSQL for all drills, and return its address."""
    return postgres.start_server()


if __name__ == "__main__":
    sys.exit(main())
