"""The catalogue served by gunicorn with its own settings, and somebody who asks it."""

import http.client
import json
import os
import socket
import ssl
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
    tls: ssl.SSLContext | None = None
    process: subprocess.Popen | None = None

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection, by https where the site has it: then to the name that it has."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        if self.tls:
            name = self.headers["Host"]
            connection.sock = self.tls.wrap_socket(connection.sock, server_hostname=name)
        return connection

    def ask(self, path: str, method="GET", body=None, **headers) -> Answer:
        """Send a request on a connection of its own and return what comes back."""
        connection = self.connect()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, self.headers | named)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def wait(self, path: str) -> None:
        """Wait until it answers; fail with its log where it never does."""
        deadline = time.monotonic() + START
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self.ask(path)
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End it in order, and wait."""
        self.process.terminate()
        self.process.wait(timeout=40)


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
def running(words: list, site: Site, surroundings: dict[str, str], path: str):
    """Run a server for a while."""
    with site.log.open("w") as log:
        site.process = subprocess.Popen(
            words, cwd=settings.ROOT, env=surroundings, stdout=log, stderr=log
        )
        try:
            site.wait(path)
            yield site
        finally:
            site.stop()


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a catalogue whose files lie in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return (
        kept
        | {
            "CATALOGUE_MODE": "local",
            "CATALOGUE_VAR": str(folder),
            "SECRET_KEY": "only-for-a-test-of-serving-and-fifty-letters-long-x",
            "LOG_FORM": "line",
        }
        | more
    )


@contextmanager
def served(folder: Path, application="config.wsgi", workers=1, **more: str):
    """Serve the catalogue of a folder with gunicorn; yield its site."""
    site = Site(free_port(), folder / "gunicorn.log")
    listen = {"HOST": "127.0.0.1", "PORT": str(site.port), "WEB_CONCURRENCY": str(workers)}
    words = [sys.executable, "-m", "gunicorn", application, "-c", "config/gunicorn.py"]
    with running(words, site, environment(folder, **listen | more), "/health/live"):
        yield site
