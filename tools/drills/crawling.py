"""Measure how long a reader waits while a crawler requests combinations of filters.

The crawler uses four connections, without a pause, for addresses that are in no page cache: lists,
maps and the timeline with one to three values in any order. The reader uses one connection, for
plain pages and for filtered lists. All answers must be good.
"""

import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tools.bench.client import Connection, LoadResult, request_in_parallel
from tools.bench.figures import Times
from tools.drills.load import NAMES, create_catalogue, serve
from tools.drills.pages import OPTION, choose_uncached_paths

SIZES = (0, 10_000, 100_000)  # 0: the real records
SECONDS = 15
CONNECTIONS = 4  # of the crawler
#: What a reader's page may take at p95 beside the crawler, in milliseconds, on two cores.
MOST = 250
PLAIN = ("/", "/practices/", "/events/", "/resolutions/", "/about/", "/statistics/")
LISTS = ("/practices/", "/events/", "/organizations/", "/coverage/", "/coverage/states/")
LISTS += ("/events/timeline/",)
SORTS = ("", "&sort=title", "&sort=newest")
HEADING = (
    "| database | practices | pages | alone: p50 | p95 | beside the crawler: p50 | p95 | "
    "the crawler's pages/s |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def report(kind: str, folder: Path, server: str) -> str:
    """Run the drill at every size, print a table, and return the result."""
    return drill(kind, folder, server, SIZES, SECONDS)


def drill(kind: str, folder: Path, server: str, sizes: tuple[int, ...], seconds: float) -> str:
    """Print the table; AssertionError where an answer was not good or a reader waited too long."""
    print(HEADING, flush=True)
    slowest, asked = 0.0, 0
    for size in sizes:
        installation = create_catalogue(kind, folder / f"crawling-{size}", server, size)
        with serve(installation) as port:
            where = f"{NAMES[kind]} | {f'{size:,}' if size else 'the real ones'}"
            for load in measure_reader(port, seconds, where):
                assert not load.others, f"{load.others} answers were not good"
                slowest = max(slowest, Times.of(load.durations).p95)
                asked += len(load.durations)
    assert slowest <= MOST, f"a reader waited {slowest:.0f} ms at p95"
    return f"{asked:,} pages read beside the crawler, p95 {slowest:.0f} ms at most"


def measure_reader(port: int, seconds: float, where: str) -> Iterator[LoadResult]:
    """Print a row for plain pages and one for pages under filters; return the reader's loads."""
    chosen = read_filters(port)
    filtered = [f"/practices/?{query}" for query in chosen["/practices/"]]
    for name, paths in {"plain": list(PLAIN), "under a filter": filtered}.items():
        turn = choose_uncached_paths(paths) if name != "plain" else iter(repeat_forever(paths))
        request_in_parallel(port, turn, seconds / 3, 1, expect=None)
        alone = request_in_parallel(port, turn, seconds, 1, expect=None)
        with ProcessPoolExecutor(1) as others:
            crawler = others.submit(crawl, port, chosen, seconds + 2)
            beside = request_in_parallel(port, turn, seconds, 1, expect=None)
            crawled: LoadResult = crawler.result()
        quiet, busy = Times.of(alone.durations), Times.of(beside.durations)
        print(
            f"| {where} | {name} | {quiet.p50:.1f} ms | {quiet.p95:.1f} ms | {busy.p50:.1f} ms | "
            f"{busy.p95:.1f} ms | {crawled.per_second:,.0f} |",
            flush=True,
        )
        assert not crawled.others, f"{crawled.others} answers to the crawler were not good"
        yield beside


def repeat_forever(paths: list[str]) -> Iterator[str]:
    """Return the paths one after the other without end."""
    while True:
        yield from paths


def read_filters(port: int) -> dict[str, list[str]]:
    """Return the filters that each list offers, as the queries of its checkboxes."""
    connection = Connection(port)
    pages = {path: connection.get(path).body.decode() for path in LISTS}
    return {
        path: [f"{name}={value}" for name, value in OPTION.findall(page)]
        for path, page in pages.items()
    }


def crawl(port: int, chosen: dict[str, list[str]], seconds: float) -> LoadResult:
    """Walk through combinations of filters for so long; a process of its own."""
    return request_in_parallel(port, generate_addresses(chosen), seconds, CONNECTIONS, expect=None)


def generate_addresses(chosen: dict[str, list[str]], seed: int = 1) -> Iterator[str]:
    """Return addresses of lists under one to three filters without end."""
    chance = random.Random(seed)
    while True:
        path = chance.choice(LISTS)
        queries = chance.sample(chosen[path], chance.randint(1, 3))
        yield f"{path}?{'&'.join(queries)}{chance.choice(SORTS)}&utm_x={chance.random()}"
