"""The catalogue served by gunicorn, and a client for it."""

import http.client
import json
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tools.installations import Installation
from tools.servers import HANG, Server, find_free_port, run_gunicorn

#: On a busy machine an answer may take its time; tests of limits set limits of their own.
LONG_LIMITS = {
    "PAGE_TIME_LIMIT": "600",
    "FILE_TIME_LIMIT": "600",
    "DATABASE_STATEMENT_TIMEOUT": "600",
}


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
        """Return the body, parsed as JSON."""
        return json.loads(self.body)


@dataclass
class Site:
    """A server on a port of this machine, and how to send it requests."""

    port: int
    log: Path
    headers: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    server: Server | None = None

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection; with TLS if the site has a context, then for its host name."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANG)
        connection.connect()
        if self.tls:
            name = self.headers["Host"]
            connection.sock = self.tls.wrap_socket(connection.sock, server_hostname=name)
        return connection

    def ask(self, path: str, method="GET", body=None, **headers) -> Answer:
        """Send a request on a new connection and return the answer."""
        connection = self.connect()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, self.headers | named)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()


def database_url() -> str:
    """Return the address of the database of this test, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = quote(facts["HOST"] or "localhost", safe=""), facts["PORT"] or 5432
    secret = f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else ""
    return f"postgresql://{quote(facts['USER'])}{secret}@{host}:{port}/{facts['NAME']}"


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of an installation in a folder, with its own SQLite database."""
    own = {"SECRET_KEY": "only-for-a-test-of-serving-and-fifty-letters-long-x", "LOG_FORM": "line"}
    url = f"sqlite:///{folder / 'catalogue.sqlite3'}"
    return Installation(url, folder, variables=LONG_LIMITS | own | variables).environment


@contextmanager
def served(folder: Path, application="config.wsgi", workers=1, **variables: str):
    """Serve the catalogue of a folder with gunicorn until the end of the block; yield its site."""
    port = find_free_port()
    log = folder / f"gunicorn-{port}.log"
    options = {"application": application, "workers": workers, "port": port}
    with run_gunicorn(environment(folder, **variables), log, **options) as server:
        yield Site(server.port, server.log, server=server)
