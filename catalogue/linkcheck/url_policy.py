"""Which addresses may be asked: those of the web, on machines that everybody can reach.

Without this rule whoever can write an address into a record could let the server knock at the doors
of the network that it stands in.
"""

import ipaddress
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
#: Where public machines of IPv6 are; all else is private, local, reserved or a disguise of IPv4.
UNICAST = ipaddress.ip_network("2000::/3")
#: IPv6 addresses that stand for one of IPv4 behind a translator (RFC 6052).
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """An address that is not asked, with the reason."""


def allowed(url: str) -> SplitResult:
    """Return the parts of an address; Refused where it is none of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("it is malformed") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("it is no address of the web")
    if parts.username is not None or parts.password is not None:
        raise Refused("it has a name or password in it")
    if port not in (None, PORTS[parts.scheme]):
        raise Refused("it has an unusual port")
    return parts


def public(found: list[str]) -> list[str]:
    """Return the addresses of a host; Refused where any of them is not public."""
    if not all(is_public(ipaddress.ip_address(each)) for each in found):
        raise Refused("it leads to a machine that is not public")
    return found


def is_public(address: Address) -> bool:
    """Say whether everybody can reach a machine: no private, local, shared or reserved address."""
    if address.version == 6:
        if (inside := ipv4_inside(address)) is not None:
            return is_public(inside)
        if address not in UNICAST or address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def ipv4_inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 for which one of IPv6 is only another way of writing."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
