"""Is an address on the web still there? Asked politely, and never of a machine that is not public.

A name is resolved once, and the connection goes to the very address that was looked at: a name that
answers differently the second time leads nowhere else. Each redirect is looked at anew.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 15  # for each connection and answer
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
#: Answers of servers that are there but do not serve programs.
UNWELCOME = {401, 403, 405, 406, 429, 451, 503}


class Refused(Exception):
    """An address that is not asked, with the reason."""


@dataclass(frozen=True)
class Outcome:
    """What came of asking: reached, unwelcome (there, but not for programs) or broken; and why."""

    state: str
    note: str


@dataclass(frozen=True)
class Answer:
    """What a server said: its status, and where it sends us on to."""

    status: int
    location: str = ""


Resolve = Callable[[str, int], list[str]]
Ask = Callable[[str, SplitResult, str], Answer]


def reach(url: str, *, resolve: Resolve, ask: Ask) -> Outcome:
    """Ask for an address and follow where it leads; no failure is raised."""
    try:
        for _step in range(REDIRECTS + 1):
            answer = once(url, resolve, ask)
            if not (300 <= answer.status < 400 and answer.location):
                return judge(answer)
            url = urljoin(url, answer.location)
    except Refused as why:
        return Outcome("broken", str(why))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome("broken", f"{type(error).__name__}: {error}"[:200])
    return Outcome("broken", f"more than {REDIRECTS} redirects")


def once(url: str, resolve: Resolve, ask: Ask) -> Answer:
    """Ask for one address: its head, and the whole where the server knows no heads."""
    parts = allowed(url)
    address = public(resolve(parts.hostname, PORTS[parts.scheme]))
    answer = ask("HEAD", parts, address)
    return ask("GET", parts, address) if answer.status in (403, 404, 405, 501) else answer


def judge(answer: Answer) -> Outcome:
    """Return what a last answer means."""
    if answer.status < 400:
        return Outcome("reached", "")
    state = "unwelcome" if answer.status in UNWELCOME else "broken"
    return Outcome(state, f"status {answer.status}")


def allowed(url: str) -> SplitResult:
    """Return the parts of an address; Refused where it is none that a reader could open."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("no address of the web")
    if parts.username or parts.password:
        raise Refused("an address with a name and password")
    if parts.port not in (None, PORTS[parts.scheme]):
        raise Refused("an unusual port")
    return parts


def public(addresses: list[str]) -> str:
    """Return the first address of a host; Refused where any of them is not public."""
    for address in addresses:
        found = ipaddress.ip_address(address)
        found = getattr(found, "ipv4_mapped", None) or found
        if not found.is_global or found.is_multicast:
            raise Refused("leads to a machine that is not public")
    if not addresses:
        raise Refused("its host has no address")
    return addresses[0]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [place[0] for *_rest, place in found]


def ask(agent: str) -> Ask:
    """Return the way of asking that names `agent`; no body is read."""

    def asking(method: str, parts: SplitResult, address: str) -> Answer:
        connection = connect(parts, address)
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        try:
            connection.request(method, path, headers={"User-Agent": agent, "Accept": "*/*"})
            response = connection.getresponse()
            return Answer(response.status, response.getheader("Location", ""))
        finally:
            connection.close()

    return asking


def connect(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    """Return a connection to an address that speaks as if to the host of a name."""
    port = PORTS[parts.scheme]
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    sock = socket.create_connection((address, port), timeout=SECONDS)
    if parts.scheme == "https":
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)
    connection.sock = sock
    return connection
