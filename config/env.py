"""Read settings from the environment; errors name the variable and its purpose."""

import ipaddress
import os
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

REQUIRED = object()


def read_setting(name: str, default=REQUIRED, *, parse=str, why: str = ""):
    """Return the parsed value of a variable, or the default if it is unset or empty.

    ImproperlyConfigured if it is malformed, or unset without a default.
    """
    raw = os.environ.get(name, "")
    if not raw:
        if default is REQUIRED:
            raise ImproperlyConfigured(f"Environment variable {name} is not set. {why}".strip())
        return default
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"Environment variable {name}: {error}") from error


def parse_choice(*choices: str):
    """Return a parser that accepts only these choices."""

    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"{raw!r} is not one of {', '.join(choices)}")
        return raw

    return parse


def split_words(raw: str) -> list[str]:
    """Return the words of a comma-separated value."""
    return [word.strip() for word in raw.split(",") if word.strip()]


def private_address(raw: str) -> tuple[str, int]:
    """Return host and port of `host:port`; the host is in a private network or this machine."""
    host, _, port = raw.rpartition(":")
    host = host.strip("[]")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{raw!r} has no port at its end: write it as 127.0.0.1:9464")
    address = ipaddress.ip_address(host)  # its error explains itself
    if address.is_unspecified or not (address.is_private or address.is_loopback):
        raise ValueError(f"{host} is open to others: name one private address of this machine")
    return host, int(port)


def parse_redis_url(raw: str) -> str:
    """Return the address of a Redis; ValueError for another scheme."""
    if not raw.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError(
            f"{raw.partition(':')[0]!r} is no Redis: use redis://, rediss:// or unix://"
        )
    return raw


def require_library(library: str, variable: str) -> None:
    """Raise ImproperlyConfigured if the library for a variable is not installed."""
    if find_spec(library) is None:
        raise ImproperlyConfigured(
            f"{variable} needs the library {library}: install requirements-optional.txt."
        )


def parse_https_url(raw: str) -> str:
    """Return an address; ValueError if it is not one of https."""
    if not raw.startswith("https://"):
        raise ValueError(f"{raw!r} does not begin with https://")
    return raw


def find_missing(*names: str) -> list[str]:
    """Return the variables that are unset or empty."""
    return [name for name in names if not os.environ.get(name)]
