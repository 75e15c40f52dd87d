"""Which addresses may be asked: those of the web, on machines that everybody can reach.

Without this rule whoever can write an address into a record could let the server knock at the doors
of the network that it stands in.
"""

import ipaddress
from urllib.parse import SplitResult, urlsplit

WEB_PORTS = {"http": 80, "https": 443}
#: Where public machines of IPv6 are; all else is private, local, reserved or a disguise of IPv4.
UNICAST_NETWORK = ipaddress.ip_network("2000::/3")
#: IPv6 addresses that stand for one of IPv4 behind a translator (RFC 6052).
TRANSLATED_NETWORK = ipaddress.ip_network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class UrlRefused(Exception):
    """An address that is not asked, with the reason."""


def parse_allowed_url(url: str) -> SplitResult:
    """Return the parts of an address; Refused where it is none of the web."""
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
    """Return the addresses of a host; Refused where any of them is not public."""
    if not all(is_public_machine(ipaddress.ip_address(each)) for each in found):
        raise UrlRefused("it leads to a machine that is not public")
    return found


def is_public_machine(address: IpAddress) -> bool:
    """Say whether everybody can reach a machine: no private, local, shared or reserved address."""
    if address.version == 6:
        if (inside := extract_ipv4(address)) is not None:
            return is_public_machine(inside)
        if address not in UNICAST_NETWORK or address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def extract_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the address of IPv4 for which one of IPv6 is only another way of writing."""
    if address in TRANSLATED_NETWORK:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
