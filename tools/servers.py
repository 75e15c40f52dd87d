"""Start servers on free ports of this machine, wait until they answer, and stop them."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
#: Seconds after which something hangs: no server and no answer takes so long.
HANG = 600


class ToolFailed(Exception):
    """A program or a server did not do what was asked of it."""


def wait_until(condition: Callable[[], object], failure: Callable[[], str]) -> None:
    """Wait until a condition holds; raise ToolFailed with a message if it hangs for ten minutes."""
    deadline = time.monotonic() + HANG
    while not condition():
        if time.monotonic() > deadline:
            raise ToolFailed(failure())
        time.sleep(0.02)


def find_free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Server:
    """A running server: its process, port and log, and how many seconds its start took."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path):
        self.process, self.port, self.log, self.seconds = process, port, log, 0.0

    def wait_until_ready(self, path: str) -> None:
        """Wait until the server answers at a path; raise ToolFailed with its log if it ends."""
        started = time.monotonic()
        wait_until(lambda: self.has_ended() or self.is_answering(path), self.describe_failure)
        if self.has_ended():
            raise ToolFailed(self.describe_failure())
        self.seconds = time.monotonic() - started

    def has_ended(self) -> bool:
        """Return True if the process has ended."""
        return self.process.poll() is not None

    def describe_failure(self) -> str:
        """Return that the server did not start, with the end of its log."""
        return f"the server did not start. Its log:\n{self.log.read_text()[-3000:]}"

    def is_answering(self, path: str) -> bool:
        """Return True if the server answers a request, whatever its status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return True
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    @property
    def workers(self) -> list[int]:
        """Return the process ids of the workers; the server's own if it has none."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()] or [self.process.pid]

    def reset_peak_memory(self) -> None:
        """Reset the peak of memory of every worker."""
        for pid in self.workers:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def measure_memory(self, name: str = "VmRSS") -> float:
        """Return the memory of the largest worker in MB: now (VmRSS) or at its peak (VmHWM)."""
        return max(read_process_status(pid, name) for pid in self.workers) / 1024

    def stop(self) -> None:
        """Stop the server in order and wait; kill it if it hangs."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=HANG)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def read_process_status(pid: int, name: str) -> int:
    """Return a line of the status of a process in kB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise ToolFailed(f"process {pid} has no {name}")


def start_server(words: list, environment: dict[str, str], port: int, log: Path) -> Server:
    """Start a server that appends to a log; the caller waits for it and stops it."""
    with log.open("a") as file:
        # A session of its own: Ctrl-C reaches the tool, which then stops the server in order.
        process = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True
        )
    return Server(process, port, log)


@contextmanager
def run_server(words: list, environment: dict[str, str], port: int, log: Path, path: str):
    """Run a server until the end of the block; `path` is asked for until it answers."""
    server = start_server(words, environment, port, log)
    try:
        server.wait_until_ready(path)
        yield server
    finally:
        server.stop()


def start_gunicorn(
    environment: dict[str, str], log: Path, *, application="config.wsgi", workers=WORKERS, port=0
) -> Server:
    """Start gunicorn with the settings of production, on a free port unless one is given."""
    port = port or find_free_port()
    words = [sys.executable, "-m", "gunicorn", application, "-c", "config/gunicorn.py"]
    listen = {"HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    return start_server(words, environment | listen, port, log)


@contextmanager
def run_gunicorn(environment: dict[str, str], log: Path, *, path="/health/live", **options):
    """Serve the catalogue with gunicorn until the end of the block."""
    server = start_gunicorn(environment, log, **options)
    try:
        server.wait_until_ready(path)
        yield server
    finally:
        server.stop()
