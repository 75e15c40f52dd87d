"""The catalogue served by gunicorn with its own settings, and somebody who asks it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

START = 60  # seconds that a server may take


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()

    @property
    def json(self):
        """Return what the body says in JSON."""
        return json.loads(self.body)


@dataclass
class Site:
    """A server that listens at a port of this machine."""

    port: int
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method="GET", body=None, **headers) -> Answer:
        """Send a request on a connection of its own and return what comes back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, self.headers | named)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def wait(self, process: subprocess.Popen, path: str) -> None:
        """Wait until it answers; fail with its log where it never does."""
        deadline = time.monotonic() + START
        while process.poll() is None and time.monotonic() < deadline:
            try:
                self.ask(path)
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")


def database_url() -> str:
    """Return the address of the database of this test, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = quote(facts["HOST"] or "localhost", safe=""), facts["PORT"] or 5432
    secret = f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'])}{secret}@{host}:{port}/{facts['NAME']}"


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def running(words: list, site: Site, environment: dict[str, str], path: str):
    """Run a server for a while."""
    with site.log.open("w") as log:
        process = subprocess.Popen(
            words, cwd=settings.ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            site.wait(process, path)
            yield site
        finally:
            process.terminate()
            process.wait(timeout=40)


@contextmanager
def served(folder: Path, application="config.wsgi", workers=1, **environment: str):
    """Serve the catalogue of a folder with gunicorn; yield its site."""
    site = Site(free_port(), folder / "gunicorn.log")
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    kept |= {
        "CATALOGUE_MODE": "local",
        "CATALOGUE_VAR": str(folder),
        "SECRET_KEY": "only-for-a-test-of-serving-and-fifty-letters-long-x",
        "HOST": "127.0.0.1",
        "PORT": str(site.port),
        "WEB_CONCURRENCY": str(workers),
        "LOG_FORM": "line",
    }
    words = [sys.executable, "-m", "gunicorn", application, "-c", "config/gunicorn.py"]
    with running(words, site, kept | environment, "/health/live"):
        yield site
