"""Servers that the bench starts, watches and ends."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tools.bench.client import Connection, Failed
from tools.bench.installations import ROOT, Place, free_port

GUNICORN = [sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
WORKERS = 2
START = 600  # seconds that a server may take to answer: it reads its indexes first


class Server:
    """A server that runs: where it listens, how long its start took, what its processes need."""

    def __init__(self, process: subprocess.Popen, port: int, log: Path):
        self.process, self.port, self.log, self.seconds = process, port, log, 0.0

    def wait(self, path: str) -> None:
        """Wait until it answers; Failed with what it said where it ends or takes too long."""
        started = time.monotonic()
        while self.process.poll() is None and time.monotonic() - started < START:
            try:
                Connection(self.port).get(path)
                self.seconds = time.monotonic() - started
                return
            except OSError:
                time.sleep(0.05)
        raise Failed(f"the server did not start. Its log:\n{self.log.read_text()[-3000:]}")

    @property
    def workers(self) -> list[int]:
        """Return the processes that answer; the server itself where it has no others."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()] or [self.process.pid]

    def forget_peak(self) -> None:
        """Let the peak of memory begin anew."""
        for pid in self.workers:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def memory(self, what: str = "VmRSS") -> float:
        """Return the memory of the largest worker in MB: now (VmRSS), or at its peak (VmHWM)."""
        return max(status(pid, what) for pid in self.workers) / 1024

    def stop(self) -> None:
        """End it and wait."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def status(pid: int, name: str) -> int:
    """Return a line of a process's status in kB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise Failed(f"process {pid} has no {name}")


def start(words: list[str], environment: dict[str, str], port: int, log: Path) -> Server:
    """Start a server, which adds to the log; somebody has to wait for it and to stop it."""
    with log.open("a") as file:
        # A session of its own: Ctrl-C reaches the bench, which then ends the server in order.
        process = subprocess.Popen(  # noqa: S603 (our own words)
            words,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,
        )
    return Server(process, port, log)


@contextmanager
def running(words: list[str], environment: dict[str, str], port: int, log: Path, path: str):
    """Run a server for a while; it is ended whatever happens."""
    server = start(words, environment, port, log)
    try:
        server.wait(path)
        yield server
    finally:
        server.stop()


@contextmanager
def gunicorn(place: Place, settings: str = "config.settings", path: str = "/about/"):
    """Serve a place with gunicorn, as production does."""
    port = free_port()
    environment = place.environment | {
        "DJANGO_SETTINGS_MODULE": settings,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": str(WORKERS),
    }
    with running(GUNICORN, environment, port, place.folder / f"{settings}.log", path) as server:
        yield server
