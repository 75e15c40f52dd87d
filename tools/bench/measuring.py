"""Measure one catalogue in a separate process, because Django's settings name one database.

`./run bench` runs it with the environment of the installation.
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


#: Parts that would take hours at a million practices without new results.
SMALLER_ONLY = {"plain", "datasette"}
LARGE = 500_000


def main() -> None:
    """Measure the requested parts and write the figures."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to run the cleanup code
    asked = parse_arguments()
    django.setup()
    from tools.bench.measures import work as works

    installation = Installation(os.environ["DATABASE_URL"], asked.folder, asked.size, VARIABLES)
    work = works.Work(installation, asked.seconds, asked.tools)
    figures: dict = {"version": {"database": works.database_version()}}
    try:
        with serve_catalogue(installation) as work.server:
            for part in asked.parts.split(","):
                if asked.size < LARGE or part not in SMALLER_ONLY:
                    figures[part] = measure_part(part, work)
    except KeyboardInterrupt:
        sys.exit(130)
    asked.out.write_text(json.dumps(figures))


def measure_part(part: str, work) -> dict:
    """Return the figures of one part, or the reason of its failure."""
    from importlib import import_module

    from tools.bench.measures.work import print_progress

    try:
        return import_module(f"tools.bench.measures.{part}").measure(work)
    except Exception as error:
        print_progress(f"  FAILED: {part}: {type(error).__name__}: {error}")
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def parse_arguments() -> argparse.Namespace:
    """Parse the command line."""
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
