"""Files of the whole list: rows a second, and what the worker that writes them needs."""

import time

from tools.bench.client import Connection
from tools.bench.installations import serve_catalogue
from tools.bench.measures.work import Work, say
from tools.bench.measuring import LARGE
from tools.bench.plain import settings  # noqa: F401  (its addresses are asked below)
from tools.servers import Server

EIGHT = "?columns=code,title,kind,sectors,measures,countries,started,summary"
FILES = {
    "csv, 8 columns": f"/practices.csv{EIGHT}",
    "csv, all columns": "/practices.csv",
    "xlsx, all columns": "/practices.xlsx",
    "json, all columns": "/practices.json",
}
PLAIN = "/plain/practices.csv"
TIMES = 3  # a file is asked for so often, and the fastest counts
ENOUGH = 20  # seconds after which it is not asked for again


def measure(work: Work) -> dict:
    """Return the figures of each file, and those of the plain way."""
    rows = len(work.index.records)
    # Of a large catalogue only the file with a goal: the others would take an hour.
    files = dict(list(FILES.items())[:1]) if work.installation.size >= LARGE else FILES
    found = {name: one_file(work.server, name, path, rows) for name, path in files.items()}
    if work.installation.size >= LARGE:
        return found
    with serve_catalogue(work.installation, "tools.bench.plain.settings") as server:
        found["plain csv, 8 columns"] = one_file(server, "plain csv", PLAIN, rows, times=1)
    return found


def one_file(server: Server, name: str, path: str, rows: int, times: int = TIMES) -> dict:
    """Return rows a second, size, and the memory of the worker before and at its peak."""
    say(f"  {name}")
    before, seconds = server.measure_memory(), []
    server.reset_peak_memory()
    while len(seconds) < times and sum(seconds) < ENOUGH:
        start = time.perf_counter()
        answer = Connection(server.port).download(path)
        seconds.append(time.perf_counter() - start)
        if answer.status == 400:  # a format may hold fewer records than there are
            return {"refused": "yes"}
    return {
        "per_second": rows / min(seconds),
        "seconds": min(seconds),
        "bytes": answer.size,
        "memory before": before,
        "memory peak": server.measure_memory("VmHWM"),
    }
