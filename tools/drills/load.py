"""Ask for mixed pages over 8 and 64 connections, of the real records and of 100,000 practices.

Every answer must be good. Pages are asked for as readers do, so that the page cache has most of
them, and once more each in a form that the cache has not seen, so that all are rendered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bench.client import LoadResult, request_in_parallel
from tools.bench.figures import Times
from tools.drills.pages import choose_paths, choose_uncached_paths, list_mixed_pages
from tools.installations import Installation, create_installation, execute
from tools.servers import ToolFailed, run_gunicorn

SIZES = (0, 100_000)  # 0: the real records
CONNECTIONS = (8, 64)
SECONDS = 10
WARM = 12  # rounds of requests before those that count, each over new connections
WAYS = {"as readers ask": choose_paths, "all rendered": choose_uncached_paths}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEADING = (
    "| database | practices | pages | connections | requests/s | p50 | p95 | p99 | not 2xx |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def report(kind: str, folder: Path, server: str) -> str:
    """Run the drill at every size, print a table, and return the result."""
    return drill(kind, folder, server, SIZES, SECONDS)


def drill(kind: str, folder: Path, server: str, sizes: tuple[int, ...], seconds: float) -> str:
    """Print the table; AssertionError where an answer was not good."""
    print(HEADING, flush=True)
    loads = []
    for size in sizes:
        installation = create_catalogue(kind, folder / f"load-{size}", server, size)
        with serve(installation) as port:
            loads += measure_load(
                port, seconds, f"{NAMES[kind]} | {f'{size:,}' if size else 'the real ones'}"
            )
    asked, others = sum(len(load.durations) for load in loads), sum(load.others for load in loads)
    assert not others, f"{others} of {asked:,} answers were not good"
    return f"{asked:,} requests, every answer good"


@contextmanager
def serve(installation: Installation) -> Iterator[int]:
    """Serve a catalogue as it is served for real; give the port."""
    log = installation.folder / "gunicorn.log"
    with run_gunicorn(installation.environment, log, path="/about/") as server:
        yield server.port


def create_catalogue(kind: str, folder: Path, server: str, size: int) -> Installation:
    """Create a catalogue with so many made-up practices, or with the real records."""
    installation = create_installation(kind, folder, server)
    if size:
        installation.fill(size)
    installation.manage("prepare", "--without-history")
    if kind == "postgresql":  # as autovacuum does, which is off on the temporary server
        execute(installation.url, "VACUUM (ANALYZE)")
    return installation


def measure_load(port: int, seconds: float, where: str) -> list[LoadResult]:
    """Ask a server in every way over every number of connections; print a row for each."""
    pages, loads = list_mixed_pages(port), []
    for way, order in WAYS.items():
        for connections in CONNECTIONS:
            paths = order(pages, seed=connections)
            try:
                for _ in range(WARM):
                    request_in_parallel(port, paths, 0, max(CONNECTIONS), expect=None)
                load = request_in_parallel(port, paths, seconds, connections, expect=None)
            except (OSError, ToolFailed) as failure:
                raise AssertionError(f"{way}, {connections} connections: {failure}") from failure
            times = Times.of(load.durations)
            print(
                f"| {where} | {way} | {connections} | {load.per_second:,.0f} | "
                f"{times.p50:.1f} ms | {times.p95:.1f} ms | {times.p99:.1f} ms | {load.others} |",
                flush=True,
            )
            loads.append(load)
    return loads
