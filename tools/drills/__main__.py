"""`./run drill [NAME ...]`: run the drills on both databases and print their results."""

import argparse
import signal
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tools import postgres
from tools.drills import (
    backups,
    crawling,
    damages,
    drafts,
    faults,
    hostile,
    load,
    random_cases,
    turns,
    workbooks,
)
from tools.servers import ToolFailed

#: A drill is a module: its docstring describes it, and its function `report` runs it on one kind
#: of database and returns the result as a sentence. It raises AssertionError if it failed.
DRILLS = {
    "backups": backups,
    "crawling": crawling,
    "damages": damages,
    "drafts": drafts,
    "faults": faults,
    "hostile": hostile,
    "load": load,
    "random": random_cases,
    "turns": turns,
    "workbooks": workbooks,
}
KINDS = ("sqlite", "postgresql")


def main() -> int:
    """Run the named drills, or all; return the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # everything is stopped in order
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
    outcomes = [run_drill(name, kind) for kind in kinds for name in names]
    return 0 if all(outcomes) else 1


def run_drill(name: str, kind: str) -> bool:
    """Run a drill on one kind of database and print its result; return True if it passed."""
    server = start_postgresql() if kind == "postgresql" else ""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="catalogue-drill-") as folder:
        try:
            word, said = "passed", DRILLS[name].report(kind, Path(folder), server)
        except (AssertionError, ToolFailed) as why:
            word, said = "FAILED", why
    took = time.perf_counter() - start
    print(f"{word}  {name}, {kind}, {took:.0f} s: {said}", flush=True)
    return word == "passed"


@cache
def start_postgresql() -> str:
    """Start a PostgreSQL for all drills, and return its address."""
    return postgres.start_server()


if __name__ == "__main__":
    sys.exit(main())
