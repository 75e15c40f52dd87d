"""Datasette on the same practices in one flat table: five facets and one filter."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from catalogue.practices.models import Practice
from tools.bench.client import request_in_turn
from tools.bench.figures import Times
from tools.bench.measures.work import Work, print_progress
from tools.servers import find_free_port, run_server

COLUMNS = ("code", "title", "kind", "started", "sectors", "measures", "countries", "summary")
LINKS = {"sectors": "slug", "measures": "slug", "countries": "code"}
#: Without these settings it drops facets that take longer than a fifth of a second.
TIME_LIMITS = ("sql_time_limit_ms", "facet_time_limit_ms", "facet_suggest_time_limit_ms")
LARGEST = 100_000


def measure(work: Work) -> dict:
    """Return the figures of the page, on SQLite up to 100,000 practices."""
    if work.installation.vendor != "sqlite" or work.installation.size > LARGEST:
        return {}
    print_progress("  Datasette")
    file, port = write_flat_database(work.installation.folder / "flat.db"), find_free_port()
    words = [str(Path(work.tools) / "bin/datasette"), "serve", "-i", str(file), "-p", str(port)]
    for name in TIME_LIMITS:
        words += ["--setting", name, "100000"]
    log = work.installation.folder / "datasette.log"
    path = f"/flat/practices?{datasette_query(work.filters['F1'].chosen['kind'][0])}"
    with run_server(words, work.installation.environment, port, log, "/-/versions.json") as server:
        times = Times.of(
            request_in_turn(server.port, iter(lambda: path, None), work.seconds, least=3)
        )
    return times.as_dict()


def datasette_query(kind: str) -> str:
    """Return the query of the page: one filter, five facets."""
    facets = [("_facet", "kind"), ("_facet", "started")]
    facets += [("_facet_array", name) for name in LINKS]
    return urlencode([("kind", kind), *facets, ("_size", "20")])


def write_flat_database(path: Path) -> Path:
    """Write the public practices to one table, with several values of a cell as a JSON list."""
    linked = {name: linked_codes(name, field) for name, field in LINKS.items()}
    fields = [name for name in COLUMNS if name not in LINKS]
    rows = Practice.objects.published().order_by("pk").values("pk", *fields).iterator(10_000)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE practices ({', '.join(COLUMNS)}, PRIMARY KEY (code))")
        database.executemany(
            f"INSERT INTO practices VALUES ({', '.join('?' * len(COLUMNS))})",  # noqa: S608
            (
                [
                    json.dumps(linked[name].get(row["pk"], [])) if name in LINKS else row[name]
                    for name in COLUMNS
                ]
                for row in rows
            ),
        )
        for name in ("kind", "started"):
            database.execute(f"CREATE INDEX {name} ON practices ({name})")
    return path


def linked_codes(name: str, field: str) -> dict[int, list[str]]:
    """Return the linked codes of each practice."""
    found: dict[int, list[str]] = {}
    pairs = Practice.objects.published().values_list("pk", f"{name}__{field}").order_by()
    for key, code in pairs.exclude(**{name: None}).iterator(10_000):
        found.setdefault(key, []).append(code)
    return found
