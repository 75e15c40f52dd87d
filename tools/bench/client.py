"""A fast HTTP client: raw sockets that stay open, one thread.

It shares the machine with the server, so every microsecond used here slows the server down.
"""

import gzip
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.servers import ToolFailed

HEADER_END = b"\r\n\r\n"
#: As behind a proxy that terminates TLS; production would redirect plain http.
HEADERS = (
    b"Host: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
)
READ_SIZE = 1 << 18  # bytes per read


@dataclass
class Response:
    """A response: status, headers, and body, or only the size of the body.

    The size is that of the compressed body as it was sent.
    """

    status: int
    headers: dict[bytes, bytes]
    body: bytes = b""
    size: int = 0


def build_request(path: str, extra: bytes = b"") -> bytes:
    """Return the bytes of a GET."""
    return b"GET %s HTTP/1.1\r\n%s%s\r\n" % (path.encode("ascii"), HEADERS, extra)


@dataclass
class ResponseReader:
    """A response that is being received."""

    data: bytearray = field(default_factory=bytearray)
    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    start: int = 0
    checked: int = 0

    def take(self, piece: bytes) -> bool:
        """Add received bytes; return True if the response is complete."""
        if not piece:
            raise ToolFailed("the server closed the connection")
        self.data += piece
        if not self.start:
            if (end := self.data.find(HEADER_END)) < 0:
                return False
            self.head(bytes(self.data[:end]))
            self.start = end + len(HEADER_END)
        if self.status == 304:
            return True
        if b"content-length" in self.headers:
            return len(self.data) - self.start >= int(self.headers[b"content-length"])
        return self.data.endswith(b"\r\n0\r\n\r\n")

    def head(self, head: bytes) -> None:
        """Read the status and the headers."""
        first, *lines = head.split(b"\r\n")
        self.status = int(first.split(b" ", 2)[1])
        pairs = (line.split(b":", 1) for line in lines)
        self.headers = {name.lower(): value.strip() for name, value in pairs}

    def answer(self) -> Response:
        """Return the response; the chunks of a chunked body are joined."""
        body = bytes(self.data[self.start :])
        if self.headers.get(b"transfer-encoding") == b"chunked":
            body = b"".join(split_chunks(body))
        size = len(body)
        if body and self.headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        return Response(self.status, self.headers, body, size)


def split_chunks(body: bytes) -> Iterator[bytes]:
    """Return the chunks of a body in chunked encoding."""
    place = 0
    while (size := int(body[place : (line := body.index(b"\r\n", place))], 16)) > 0:
        yield body[line + 2 : line + 2 + size]
        place = line + 2 + size + 2


class Connection:
    """A connection to a server on this machine; reconnects if the server closed it."""

    def __init__(self, port: int):
        self.port, self.socket = port, None

    def open(self) -> socket.socket:
        """Return the open socket."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=600)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def close(self) -> None:
        """Close the socket."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def get(self, path: str, extra: bytes = b"", expect: int = 200) -> Response:
        """Request a path and return the response; raise ToolFailed for another status."""
        for attempt in (1, 2):  # an idle connection may have been closed meanwhile
            try:
                answer = self._ask(build_request(path, extra))
                break
            except (OSError, ToolFailed):
                self.close()
                if attempt == 2:
                    raise
        if answer.headers.get(b"connection", b"").lower() == b"close":
            self.close()
        if answer.status != expect:
            raise ToolFailed(f"{path}: {answer.status} {answer.body[:300]!r}")
        return answer

    def _ask(self, data):
        self.open().sendall(data)
        reading = ResponseReader()
        while not reading.take(self.socket.recv(READ_SIZE)):
            pass
        return reading.answer()

    def download(self, path: str) -> Response:
        """Request a file and count its bytes without storing them; it may be refused (400)."""
        self.close()
        with self.open() as sock:
            sock.sendall(build_request(path, b"Connection: close\r\n"))
            reading, size = ResponseReader(), 0
            while piece := sock.recv(READ_SIZE):
                if not reading.start:
                    reading.take(piece)
                    size = len(reading.data) - reading.start
                else:
                    size += len(piece)
        self.socket = None
        if reading.status not in (200, 400):
            raise ToolFailed(f"{path}: {reading.status}, {size} bytes")
        return Response(reading.status, reading.headers, size=size)


def request_in_turn(
    port: int, paths: Iterator[str], seconds: float, least: int = 5, extra: bytes = b""
) -> list[float]:
    """Request one path after the other for some seconds; return the duration of each."""
    connection, durations = Connection(port), []
    end = time.perf_counter() + seconds
    while len(durations) < least or time.perf_counter() < end:
        path = next(paths)
        start = time.perf_counter()
        connection.get(path, extra)
        durations.append(time.perf_counter() - start)
    connection.close()
    return durations


@dataclass
class LoadResult:
    """Responses of a server over several connections."""

    durations: list[float]
    seconds: float
    others: int = 0  # responses other than 2xx

    @property
    def per_second(self) -> float:
        """Return the number of responses per second."""
        return len(self.durations) / self.seconds


def request_in_parallel(
    port: int,
    paths: Iterator[str],
    seconds: float,
    connections: int = 8,
    extra: bytes = b"",
    expect: int | None = 200,
) -> LoadResult:
    """Send requests over several connections for some seconds.

    Raise ToolFailed for another status than `expect`; without `expect` count them instead.
    """
    durations: list[float] = []
    others = 0
    with selectors.DefaultSelector() as selector:
        start = time.perf_counter()
        for _ in range(connections):
            BusyConnection(Connection(port).open(), paths, extra, expect).ask(selector)
        end, busy = start + seconds, connections
        while busy:
            for key, _events in selector.select():
                if (duration := key.data.read()) is None:
                    continue
                durations.append(duration)
                others += key.data.reading.status // 100 != 2
                if time.perf_counter() < end:
                    key.data.send()
                else:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
                    busy -= 1
        return LoadResult(durations, time.perf_counter() - start, others)


class BusyConnection:
    """A connection that sends the next request as soon as a response is complete."""

    def __init__(self, sock: socket.socket, paths: Iterator[str], extra: bytes, expect: int | None):
        self.socket, self.paths, self.extra, self.expect = sock, paths, extra, expect

    def ask(self, selector) -> None:
        """Send the first request."""
        selector.register(self.socket, selectors.EVENT_READ, self)
        self.send()

    def send(self) -> None:
        """Request the next path."""
        self.reading, self.path = ResponseReader(), next(self.paths)
        self.started = time.perf_counter()
        self.socket.sendall(build_request(self.path, self.extra))

    def read(self) -> float | None:
        """Read available bytes; return the duration of the response when it is complete."""
        if not self.reading.take(self.socket.recv(READ_SIZE)):
            return None
        if self.expect and self.reading.status != self.expect:
            raise ToolFailed(f"{self.path}: {self.reading.status}")
        return time.perf_counter() - self.started
