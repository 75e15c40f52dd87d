"""The circumstances of a measurement: machine, versions, date, and the limit of the client."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import repeat
from pathlib import Path

from tools.bench.client import request_in_parallel
from tools.servers import ROOT, find_free_port, run_server

#: A server that answers every request with the same few bytes, as fast as Python can.
TRIVIAL = """
import asyncio, sys

class Answering(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
    def data_received(self, data):
        self.transport.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok")

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answering, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()

asyncio.run(main())
"""


def describe_machine(versions: dict[str, str]) -> dict[str, str]:
    """Return the facts about machine and versions for the report.

    `versions` has the versions of the databases by name.
    """
    cores = len(os.sched_getaffinity(0))
    return {
        "Date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "Version of the catalogue": current_commit(),
        "Machine": f"{processor_name()}, {cores} cores, {memory_gb():.0f} GB, {platform.system()} "
        f"{platform.release()}",
        "Python": platform.python_version(),
        "Django": version("django"),
        "gunicorn": f"{version('gunicorn')}, 2 workers with 4 threads",
        **versions,
        "Datasette": datasette_version(),
        "Load client alone": f"{measure_client():,.0f} requests/s against a trivial server",
    }


def current_commit() -> str:
    """Return the measured commit, marked if there are uncommitted changes."""
    words = ["git", "describe", "--always", "--dirty=, with changes"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "not known"


def processor_name() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def memory_gb() -> float:
    """Return the size of the memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def datasette_version() -> str:
    """Return the locked version of Datasette."""
    lines = (ROOT / "tools" / "bench" / "datasette.txt").read_text().splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith("datasette=="))


def measure_client(seconds: float = 2) -> float:
    """Return how many requests per second the client can send to a trivial server."""
    port, log = find_free_port(), Path(os.devnull)
    words = [sys.executable, "-c", TRIVIAL, str(port)]
    with run_server(words, dict(os.environ), port, log, "/"):
        return request_in_parallel(port, repeat("/"), seconds).per_second
