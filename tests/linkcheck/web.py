"""A small web for tests: a server on this machine, and openers that find every host on it."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from catalogue.linkcheck.http_client import HostUnavailable, HttpClient, LinkResponse
from catalogue.linkcheck.robots import PoliteClient

PUBLIC = "93.184.215.14"


class Server(http.server.ThreadingHTTPServer):
    """Answers by path and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, pages: dict):
        super().__init__(("127.0.0.1", 0), Page)
        self.pages, self.asked = pages, []


class Page(http.server.BaseHTTPRequestHandler):
    """One request: the page of its path is (status, headers), or a function that answers."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers))
        page = self.server.pages.get(self.path, (404, {}))
        if callable(page):
            page(self)
            return
        status, headers = page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *words):
        """Say nothing."""


@contextmanager
def serving(pages: dict) -> Iterator[Server]:
    """Serve pages on a port of this machine."""
    with Server(pages) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class LocalClient(HttpClient):
    """An opener for which every name leads to a server of a test; the rest is the real one."""

    def __init__(self, server: Server, found: tuple[str, ...] = (PUBLIC,)):
        super().__init__("Us/1.0 (+https://us.example/)")
        self.server, self.found, self.dialled = server, found, []

    def resolve(self, host, port):
        return list(self.found)

    def connect(self, address, port):
        self.dialled.append(address)
        return super().connect("127.0.0.1", self.server.server_port)


class RecordedClient:
    """An opener without a network: each address has its answer, or the exception that it raises."""

    def __init__(self, answers: dict):
        self.answers, self.asked = answers, []

    def send(self, method, parts, most=0):
        url = parts.geturl()
        self.asked.append((method, url))
        found = self.answers.get((method, url), self.answers.get(url, LinkResponse(404)))
        if isinstance(found, BaseException):
            raise found
        return found


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 1000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def polite(answers: dict) -> PoliteClient:
    """Return manners over written answers, in no time."""
    clock = Clock()
    return PoliteClient(RecordedClient(answers), clock=clock, sleep=clock.sleep)


#: What a host is to an opener that does not find it.
AWAY = HostUnavailable("Name or service not known")
