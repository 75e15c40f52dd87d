"""Files of the whole list: rows per second, and the memory of the worker that writes them."""

import time

from tools.bench.client import Connection
from tools.bench.installations import serve_catalogue
from tools.bench.measures.work import Work, print_progress
from tools.bench.measuring import LARGE
from tools.bench.plain import settings  # noqa: F401  (its addresses are requested below)
from tools.servers import Server

EIGHT = "?columns=code,title,kind,sectors,measures,countries,started,summary"
FILES = {
    "csv, 8 columns": f"/practices.csv{EIGHT}",
    "csv, all columns": "/practices.csv",
    "xlsx, all columns": "/practices.xlsx",
    "json, all columns": "/practices.json",
}
PLAIN = "/plain/practices.csv"
TIMES = 3  # downloads of a file, of which the fastest counts
ENOUGH = 20  # seconds after which a file is not downloaded again


def measure(work: Work) -> dict:
    """Return the figures of each file, and those of the plain view."""
    rows = len(work.index.records)
    # For a large catalogue only the file with a goal: the others would take an hour.
    files = dict(list(FILES.items())[:1]) if work.installation.size >= LARGE else FILES
    found = {name: measure_file(work.server, name, path, rows) for name, path in files.items()}
    if work.installation.size >= LARGE:
        return found
    with serve_catalogue(work.installation, "tools.bench.plain.settings") as server:
        found["plain csv, 8 columns"] = measure_file(server, "plain csv", PLAIN, rows, times=1)
    return found


def measure_file(server: Server, name: str, path: str, rows: int, times: int = TIMES) -> dict:
    """Return rows per second, size, and the memory of the worker before and at its peak."""
    print_progress(f"  {name}")
    before, seconds = server.measure_memory(), []
    server.reset_peak_memory()
    while len(seconds) < times and sum(seconds) < ENOUGH:
        start = time.perf_counter()
        answer = Connection(server.port).download(path)
        seconds.append(time.perf_counter() - start)
        if answer.status == 400:  # the format cannot contain so many records
            return {"refused": "yes"}
    return {
        "per_second": rows / min(seconds),
        "seconds": min(seconds),
        "bytes": answer.size,
        "memory before": before,
        "memory peak": server.measure_memory("VmHWM"),
    }
