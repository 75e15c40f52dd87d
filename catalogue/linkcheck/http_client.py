"""Which addresses may be requested, and one request to such an address.

Only addresses of the web on machines that everybody can reach are requested. Otherwise anybody who
can write an address into a record could make the server reach into its own network. A name is
resolved once and the connection goes to the addresses that were checked, so that another answer to
a second lookup leads nowhere else.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.utils.encoding import iri_to_uri

WEB_PORTS = {"http": 80, "https": 443}
#: The public addresses of IPv6; others are private, local, reserved, or contain one of IPv4.
UNICAST_NETWORK = ipaddress.ip_network("2000::/3")
#: IPv6 addresses that contain one of IPv4 for a translator (RFC 6052).
TRANSLATED_NETWORK = ipaddress.ip_network("64:ff9b::/96")
SOCKET_TIMEOUT = 15  # seconds without any data
MAX_REQUEST_SECONDS = 30  # seconds for a request in all, however slow the data
MAX_TRIED_ADDRESSES = 3  # addresses of a host


class UrlRefused(Exception):
    """An address is not requested; the message says why."""


def parse_allowed_url(url: str) -> SplitResult:
    """Return the parts of an address; UrlRefused if it is not a plain one of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UrlRefused("it is malformed") from None
    if parts.scheme not in WEB_PORTS or not parts.hostname:
        raise UrlRefused("it is no address of the web")
    if parts.username is not None or parts.password is not None:
        raise UrlRefused("it has a name or password in it")
    if port not in (None, WEB_PORTS[parts.scheme]):
        raise UrlRefused("it has an unusual port")
    return parts


def require_public(found: list[str]) -> list[str]:
    """Return the addresses of a host; UrlRefused if any of them is not public."""
    if not all(is_public_machine(ipaddress.ip_address(each)) for each in found):
        raise UrlRefused("it leads to a machine that is not public")
    return found


def is_public_machine(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Return True if an address is not private, local, shared or reserved."""
    if address.version == 6:
        if (inside := extract_ipv4(address)) is not None:
            return is_public_machine(inside)
        if address not in UNICAST_NETWORK or address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def extract_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 that one of IPv6 contains, or None."""
    if address in TRANSLATED_NETWORK:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


class HostUnavailable(Exception):
    """No machine accepts connections at an address; the message says why."""


@dataclass(frozen=True)
class LinkResponse:
    """The answer of a server; `body` is its beginning, `retry_after` is as it was sent."""

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""


class HttpClient:
    """Sends requests; tests replace `resolve` and `connect`, its only access to the network."""

    def __init__(self, agent: str):
        self.agent, self.context = agent, ssl.create_default_context()

    def send(self, method: str, parts: SplitResult, most: int = 0) -> LinkResponse:
        """Request an allowed address and read at most so many bytes, without redirects.

        UrlRefused, HostUnavailable, or OSError, ValueError and HTTPException for later errors.
        """
        sock = self.open_socket(parts)
        with closing(sock), limit_duration(sock):
            if parts.scheme == "https":
                sock.do_handshake()
                connection = http.client.HTTPSConnection(parts.hostname, 443, context=self.context)
            else:
                connection = http.client.HTTPConnection(parts.hostname, 80)
            connection.sock = sock
            headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
            connection.request(method, build_request_target(parts), headers=headers)
            with connection.getresponse() as response:
                location = response.getheader("Location", "")
                return LinkResponse(
                    response.status,
                    # http.client decodes headers as Latin-1.
                    location.encode("latin-1").decode("utf-8", errors="replace"),
                    response.getheader("Retry-After", ""),
                    response.read(most) if most else b"",
                )

    def open_socket(self, parts: SplitResult) -> socket.socket:
        """Return a socket to a public machine of a host, before any data is sent."""
        port = WEB_PORTS[parts.scheme]
        try:
            found = require_public(self.resolve(parts.hostname, port))
            sock = self.connect_any(found[:MAX_TRIED_ADDRESSES], port)
        except OSError as error:
            raise HostUnavailable(error.strerror or str(error)) from error
        if parts.scheme == "http":
            return sock
        return self.context.wrap_socket(
            sock, server_hostname=parts.hostname, do_handshake_on_connect=False
        )

    def connect_any(self, found: list[str], port: int) -> socket.socket:
        """Return a socket to the first address that accepts connections."""
        for address in found[:-1]:
            with suppress(OSError):
                return self.connect(address, port)
        return self.connect(found[-1], port)

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host, at least one."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [place[0] for *_rest, place in found]

    def connect(self, address: str, port: int) -> socket.socket:
        """Return a connection to an address."""
        return socket.create_connection((address, port), timeout=SOCKET_TIMEOUT)


@contextmanager
def limit_duration(sock: socket.socket) -> Iterator[None]:
    """Close a connection that takes too long: socket timeouts start again with each byte."""

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
    """Return the path and query of a request in ASCII."""
    query = f"?{parts.query}" if parts.query else ""
    return iri_to_uri(f"{parts.path or '/'}{query}")
