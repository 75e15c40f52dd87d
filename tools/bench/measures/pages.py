"""The page of practices over HTTP: rendered, from the page cache, and as 304."""

from itertools import cycle, repeat

from tools.bench.client import Connection, request_in_parallel, request_in_turn
from tools.bench.figures import Times
from tools.bench.measures.work import LIST, Work, print_progress
from tools.bench.sampling import uncached_addresses

WARM = 20  # requests before those that count
PAGES = 200  # pages of a list that are asked for one after the other


def measure(work: Work) -> dict:
    """Return the figures of the page under each filter, and of F2 under load."""
    found = {name: measure_filter(work, name) for name in work.filters}
    address = work.address("F2")
    found["load"] = measure_load(work, uncached_addresses(address))
    found["cached"] = measure_load(work, repeat(address))
    tag = Connection(work.port).get(address).headers[b"etag"]
    found["not modified"] = measure_load(
        work, repeat(address), b"If-None-Match: " + tag + b"\r\n", 304
    )
    found["other pages"] = measure_other_pages(work)
    found["memory"] = {"worker": work.server.measure_memory()}
    return found


def measure_filter(work: Work, name: str) -> dict:
    """Return the figures of the page under one filter, over one connection."""
    chosen = work.filters[name]
    print_progress(f"  page under {name}: {chosen.what}, {chosen.records:,} records")
    paths = uncached_addresses(work.address(name))
    request_in_turn(work.port, paths, 0, least=WARM)
    size = Connection(work.port).get(work.address(name)).size
    times = Times.of(request_in_turn(work.port, paths, work.seconds))
    return {"what": chosen.what, "records": chosen.records, "bytes": size, **times.as_dict()}


def measure_load(work: Work, paths, extra: bytes = b"", expect: int = 200) -> dict:
    """Return requests a second and their times over eight connections."""
    request_in_parallel(work.port, paths, 0.3, extra=extra, expect=expect)
    done = request_in_parallel(work.port, paths, work.seconds, extra=extra, expect=expect)
    return {"per_second": done.per_second, **Times.of(done.durations).as_dict()}


def measure_other_pages(work: Work) -> dict:
    """Return the figures of one page after the other, so that new cards are shown each time."""
    pages = min(PAGES, len(work.index.records) // 20)
    paths = (f"{LIST}?page={page}&utm_x=p{page}" for page in cycle(range(1, pages + 1)))
    durations = request_in_turn(work.port, paths, 0, least=pages)
    return Times.of(durations).as_dict()
