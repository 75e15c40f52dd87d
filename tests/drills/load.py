"""Ask for mixed pages over 8 and 64 connections, of the real records and of 100,000 practices.

Every answer must be good. Pages are asked for as readers do, so that the page cache has most of
them, and once more each in a form that the cache has not seen, so that all are made anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from tests.drills.pages import in_turn, mixed_pages, never_the_same
from tests.drills.places import Place, place
from tools.bench import servers
from tools.bench.client import Failed, Load, together
from tools.bench.figures import Times
from tools.bench.installations import free_port

SIZES = (0, 100_000)  # 0: the real records
CONNECTIONS = (8, 64)
SECONDS = 10
WARM = 12  # rounds of requests before those that count, each over new connections
WAYS = {"as readers ask": in_turn, "all made anew": never_the_same}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEADING = (
    "| database | practices | pages | connections | requests/s | p50 | p95 | p99 | not 2xx |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def report(kind: str, folder: Path, server: str) -> str:
    """Do the drill at every size, print a table, and say what came of it."""
    return drill(kind, folder, server, SIZES, SECONDS)


def drill(kind: str, folder: Path, server: str, sizes: tuple[int, ...], seconds: float) -> str:
    """Print the table; AssertionError where an answer was not good."""
    print(HEADING, flush=True)
    loads = []
    for size in sizes:
        here = filled(kind, folder / f"load-{size}", server, size)
        with serving(here) as port:
            loads += measured(
                port, seconds, f"{NAMES[kind]} | {f'{size:,}' if size else 'the real ones'}"
            )
    asked, others = sum(len(load.durations) for load in loads), sum(load.others for load in loads)
    assert not others, f"{others} of {asked:,} answers were not good"
    return f"{asked:,} requests, every answer good"


@contextmanager
def serving(here: Place) -> Iterator[int]:
    """Serve a catalogue as it is served for real; give the port."""
    port = free_port()
    words = {"HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": str(servers.WORKERS)}
    log, environment = here.folder / "gunicorn.log", here.environment | words
    with servers.running(servers.GUNICORN, environment, port, log, "/about/"):
        yield port


def filled(kind: str, folder: Path, server: str, size: int) -> Place:
    """Make a catalogue with so many made-up practices, or with the real records."""
    here = place(kind, folder, server)
    if size:
        here.manage("migrate", "--verbosity=0")
        here.manage("make_synthetic", str(size))
    here.manage("prepare")
    if kind == "postgresql":  # as a server that has run for a while has done by itself
        connection = psycopg2.connect(here.url)
        connection.autocommit = True
        connection.cursor().execute("VACUUM (ANALYZE)")
        connection.close()
    return here


def measured(port: int, seconds: float, where: str) -> list[Load]:
    """Ask a server in every way over every number of connections; print a row for each."""
    pages, loads = mixed_pages(port), []
    for way, order in WAYS.items():
        for connections in CONNECTIONS:
            paths = order(pages, seed=connections)
            try:
                for _ in range(WARM):
                    together(port, paths, 0, max(CONNECTIONS), expect=None)
                load = together(port, paths, seconds, connections, expect=None)
            except (OSError, Failed) as failure:
                raise AssertionError(f"{way}, {connections} connections: {failure}") from failure
            times = Times.of(load.durations)
            print(
                f"| {where} | {way} | {connections} | {load.per_second:,.0f} | "
                f"{times.p50:.1f} ms | {times.p95:.1f} ms | {times.p99:.1f} ms | {load.others} |",
                flush=True,
            )
            loads.append(load)
    return loads
