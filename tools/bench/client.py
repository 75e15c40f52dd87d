"""A small HTTP client that costs little: raw sockets that stay open, one thread.

It shares the machine with the server, so that every microsecond here would be missing there.
"""

import gzip
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.servers import ToolFailed

END = b"\r\n\r\n"
#: As behind a proxy that ends TLS; production would send plain http on.
HEADERS = (
    b"Host: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
)
PIECE = 1 << 18  # bytes read at once


@dataclass
class Answer:
    """An answer: its status, its headers, its body or, where only its size matters, that.

    The size is that on the wire: browsers are sent pages packed.
    """

    status: int
    headers: dict[bytes, bytes]
    body: bytes = b""
    size: int = 0


def request(path: str, extra: bytes = b"") -> bytes:
    """Return the bytes of a GET."""
    return b"GET %s HTTP/1.1\r\n%s%s\r\n" % (path.encode("ascii"), HEADERS, extra)


@dataclass
class Reading:
    """An answer that is on its way."""

    data: bytearray = field(default_factory=bytearray)
    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    start: int = 0
    checked: int = 0

    def take(self, piece: bytes) -> bool:
        """Take a piece and say whether the answer is whole."""
        if not piece:
            raise ToolFailed("the server closed the connection")
        self.data += piece
        if not self.start:
            if (end := self.data.find(END)) < 0:
                return False
            self.head(bytes(self.data[:end]))
            self.start = end + len(END)
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

    def answer(self) -> Answer:
        """Return the answer; a body in chunks is put together."""
        body = bytes(self.data[self.start :])
        if self.headers.get(b"transfer-encoding") == b"chunked":
            body = b"".join(chunks(body))
        size = len(body)
        if body and self.headers.get(b"content-encoding") == b"gzip":
            body = gzip.decompress(body)
        return Answer(self.status, self.headers, body, size)


def chunks(body: bytes) -> Iterator[bytes]:
    """Return the pieces of a body that was sent in chunks."""
    place = 0
    while (size := int(body[place : (line := body.index(b"\r\n", place))], 16)) > 0:
        yield body[line + 2 : line + 2 + size]
        place = line + 2 + size + 2


class Connection:
    """A connection to a server on this machine, opened anew where the server closed it."""

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

    def get(self, path: str, extra: bytes = b"", expect: int = 200) -> Answer:
        """Ask and return the whole answer; ToolFailed where its status is another one."""
        for attempt in (1, 2):  # an idle connection may have been closed meanwhile
            try:
                answer = self._ask(request(path, extra))
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
        reading = Reading()
        while not reading.take(self.socket.recv(PIECE)):
            pass
        return reading.answer()

    def download(self, path: str) -> Answer:
        """Ask for a file and count its bytes without keeping them; it may be refused (400)."""
        self.close()
        with self.open() as sock:
            sock.sendall(request(path, b"Connection: close\r\n"))
            reading, size = Reading(), 0
            while piece := sock.recv(PIECE):
                if not reading.start:
                    reading.take(piece)
                    size = len(reading.data) - reading.start
                else:
                    size += len(piece)
        self.socket = None
        if reading.status not in (200, 400):
            raise ToolFailed(f"{path}: {reading.status}, {size} bytes")
        return Answer(reading.status, reading.headers, size=size)


def one_by_one(
    port: int, paths: Iterator[str], seconds: float, least: int = 5, extra: bytes = b""
) -> list[float]:
    """Ask one after the other for so many seconds and return how long each took."""
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
class Load:
    """What a server did under several connections."""

    durations: list[float]
    seconds: float
    others: int = 0  # answers that were no 2xx

    @property
    def per_second(self) -> float:
        """Return how many requests were answered in a second."""
        return len(self.durations) / self.seconds


def together(
    port: int,
    paths: Iterator[str],
    seconds: float,
    connections: int = 8,
    extra: bytes = b"",
    expect: int | None = 200,
) -> Load:
    """Keep several connections busy for so many seconds.

    ToolFailed where a status is another one; where none is expected, they are counted instead.
    """
    durations: list[float] = []
    others = 0
    with selectors.DefaultSelector() as selector:
        start = time.perf_counter()
        for _ in range(connections):
            Busy(Connection(port).open(), paths, extra, expect).ask(selector)
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
        return Load(durations, time.perf_counter() - start, others)


class Busy:
    """One of several connections that ask again as soon as they were answered."""

    def __init__(self, sock: socket.socket, paths: Iterator[str], extra: bytes, expect: int | None):
        self.socket, self.paths, self.extra, self.expect = sock, paths, extra, expect

    def ask(self, selector) -> None:
        """Ask for the first time."""
        selector.register(self.socket, selectors.EVENT_READ, self)
        self.send()

    def send(self) -> None:
        """Ask for the next path."""
        self.reading, self.path = Reading(), next(self.paths)
        self.started = time.perf_counter()
        self.socket.sendall(request(self.path, self.extra))

    def read(self) -> float | None:
        """Read what has come; return how long the answer took once it is whole."""
        if not self.reading.take(self.socket.recv(PIECE)):
            return None
        if self.expect and self.reading.status != self.expect:
            raise ToolFailed(f"{self.path}: {self.reading.status}")
        return time.perf_counter() - self.started
