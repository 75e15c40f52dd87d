"""Web addresses in the one form that their spellings have in common."""

import re
from urllib.parse import SplitResult, quote, urlsplit

from catalogue.db.derived_fields import DerivedText

#: Parameters that say where a reader came from, and not what is read.
TRACKING = re.compile(r"(?:utm_\w*|mtm_\w*|pk_\w*|mc_[ce]id|_ga|_gl|igshid|[a-z]{1,3}clid)(?:=|$)")
DEFAULT_PORTS = (None, 80, 443)
#: An escaped character; those that need no escape are written as they are.
ESCAPED = re.compile("%([0-9A-Fa-f]{2})")
PLAIN = re.compile(r"[A-Za-z0-9._~-]")
SAFE = "%/:@!$&'()*+,;=~?"


def canonical_address(address: str) -> str:
    """Return the form that all spellings of a web address have: `un.org/report?id=3`.

    It has no scheme, `www.`, default port, slash at the end or tracking parameters, and a fragment
    only if it is a path for the program of the page. An address that cannot be read stays.
    """
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = canonical_host(parts)
    except ValueError:
        return text
    parameters = [each for each in parts.query.split("&") if each and not TRACKING.match(each)]
    query = f"?{'&'.join(parameters)}" if parameters else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return host + escape_once(f"{parts.path.rstrip('/')}{query}{route}")


def canonical_host(parts: SplitResult) -> str:
    """Return the host of an address, with its port if that is not the usual one."""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if not host.isascii():
        host = host.encode("idna").decode()  # UnicodeError is a ValueError
    return host if parts.port in DEFAULT_PORTS else f"{host}:{parts.port}"


def escape_once(text: str) -> str:
    """Return the rest of an address in which characters are escaped where they have to be."""
    plain = ESCAPED.sub(
        lambda found: (
            character if PLAIN.match(character := chr(int(found[1], 16))) else found[0].upper()
        ),
        text,
    )
    return quote(plain, safe=f"{SAFE}#")


class CanonicalAddress(DerivedText):
    """The canonical form of the address of a record, which other spellings have too."""

    def derive(self, values):
        """Return the form of the only address."""
        (address,) = values
        return canonical_address(address) if address else ""
