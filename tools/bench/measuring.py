"""Measure one catalogue: a process of its own, because Django knows one database.

Run by `./run bench`, which gives it the environment of the installation.
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path

import django

from tools.bench.installations import VARIABLES, serve_catalogue
from tools.installations import Installation

PARTS = (
    "engine",
    "pages",
    "limit",
    "shares",
    "searching",
    "exports",
    "edits",
    "plain",
    "datasette",
)


#: What would take hours at a million practices, and says nothing new there.
SMALLER_ONLY = {"plain", "datasette"}
LARGE = 500_000


def main() -> None:
    """Measure what is asked for and write the figures."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # servers are ended in order
    asked = arguments()
    django.setup()
    from tools.bench.measures import work as works

    installation = Installation(os.environ["DATABASE_URL"], asked.folder, asked.size, VARIABLES)
    work = works.Work(installation, asked.seconds, asked.tools)
    figures: dict = {"version": {"database": works.database_version()}}
    try:
        with serve_catalogue(installation) as work.server:
            for part in asked.parts.split(","):
                if asked.size < LARGE or part not in SMALLER_ONLY:
                    figures[part] = measured(part, work)
    except KeyboardInterrupt:
        sys.exit(130)
    asked.out.write_text(json.dumps(figures))


def measured(part: str, work) -> dict:
    """Return the figures of one part; one that fails says why and stops nothing else."""
    from importlib import import_module

    from tools.bench.measures.work import say

    try:
        return import_module(f"tools.bench.measures.{part}").measure(work)
    except Exception as error:
        say(f"  FAILED: {part}: {type(error).__name__}: {error}")
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def arguments() -> argparse.Namespace:
    """Read the words of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--tools", default="")
    parser.add_argument("--parts", default=",".join(PARTS))
    return parser.parse_args()


if __name__ == "__main__":
    main()
