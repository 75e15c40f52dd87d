"""Asking one address over the wire, once, and no longer than it may take.

A name is resolved once, and the connection goes to the very addresses that were judged: a name that
answers otherwise the second time leads nowhere else.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from django.utils.encoding import iri_to_uri

from catalogue.linkcheck.url_policy import WEB_PORTS, require_public

SOCKET_TIMEOUT = 15  # seconds without a word after which a machine counts as silent
MAX_REQUEST_SECONDS = 30  # seconds that an answer may take in all, however slowly it trickles
MAX_TRIED_ADDRESSES = 3  # addresses of a host


class HostUnavailable(Exception):
    """No machine stands at an address, or none that takes connections; with the reason."""


@dataclass(frozen=True)
class LinkResponse:
    """What a server said: status, where it sends us on to, how long to stay away, its first words.

    `retry_after` is as it was sent.
    """

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""


class HttpClient:
    """Asks machines of the web under our name; `resolve` and `dial` are its ways to the network."""

    def __init__(self, agent: str):
        self.agent, self.context = agent, ssl.create_default_context()

    def ask(self, method: str, parts: SplitResult, most: int = 0) -> LinkResponse:
        """Ask for an allowed address and read so many bytes at most; it follows no redirect.

        Refused, NotThere, or OSError, ValueError and HTTPException for what goes wrong later.
        """
        sock = self.reach(parts)
        with closing(sock), limit_duration(sock):
            if parts.scheme == "https":
                sock.do_handshake()
            connection = self.connection(parts)
            connection.sock = sock
            headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
            connection.request(method, build_request_target(parts), headers=headers)
            with connection.getresponse() as response:
                return LinkResponse(
                    response.status,
                    decode_header(response.getheader("Location", "")),
                    response.getheader("Retry-After", ""),
                    response.read(most) if most else b"",
                )

    def connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        """Return what speaks HTTP to a host; the way to it is another matter."""
        if parts.scheme == "https":
            return http.client.HTTPSConnection(parts.hostname, 443, context=self.context)
        return http.client.HTTPConnection(parts.hostname, 80)

    def reach(self, parts: SplitResult) -> socket.socket:
        """Return a socket to a public machine of a host, before anything is said."""
        port = WEB_PORTS[parts.scheme]
        try:
            found = require_public(self.resolve(parts.hostname, port))
            sock = self.dial_any(found[:MAX_TRIED_ADDRESSES], port)
        except OSError as error:
            raise HostUnavailable(error.strerror or str(error)) from error
        if parts.scheme == "http":
            return sock
        return self.context.wrap_socket(
            sock, server_hostname=parts.hostname, do_handshake_on_connect=False
        )

    def dial_any(self, found: list[str], port: int) -> socket.socket:
        """Return a socket to the first address that takes connections."""
        for address in found[:-1]:
            with suppress(OSError):
                return self.dial(address, port)
        return self.dial(found[-1], port)

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host, at least one."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [place[0] for *_rest, place in found]

    def dial(self, address: str, port: int) -> socket.socket:
        """Return a connection to an address."""
        return socket.create_connection((address, port), timeout=SOCKET_TIMEOUT)


@contextmanager
def limit_duration(sock: socket.socket) -> Iterator[None]:
    """End a connection from outside when it lasts too long: timeouts begin anew with each byte."""

    def end():
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(MAX_REQUEST_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def build_request_target(parts: SplitResult) -> str:
    """Return what is asked of the host, in ASCII."""
    query = f"?{parts.query}" if parts.query else ""
    return iri_to_uri(f"{parts.path or '/'}{query}")


def decode_header(header: str) -> str:
    """Return a header as it was meant: http.client reads every byte as a sign of Latin-1."""
    return header.encode("latin-1").decode("utf-8", errors="replace")
