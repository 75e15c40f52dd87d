"""What is compared when a double is looked for: of a record, or of values that become one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Model

#: The fields of a source that hold addresses of its text.
URL_FIELDS = ("url", "other_url", "archived_url")


@dataclass(frozen=True)
class DuplicateRule:
    """By what records of a noun are alike: the paths to its name, countries and bodies.

    `day` is the field of the day on which it took place: what lies a month apart is another one.
    `near` says from so much of 100 on two names are similar, where a country or body is the same.
    """

    model: type[Model]
    title: str
    countries: str
    bodies: str
    day: str = ""
    near: int = 75
    by_source: bool = True

    def __post_init__(self):
        DUPLICATE_RULES[self.model] = self


#: The declarations of all nouns of which doubles are looked for.
DUPLICATE_RULES: dict[type[Model], DuplicateRule] = {}


@dataclass(frozen=True)
class DuplicateKeys:
    """A record as it is compared: keys of its countries, bodies and sources; web addresses.

    `besides` are the keys of what it is not compared with: its own, where it has one already, and
    that of the record that it revises.
    """

    model: type[Model]
    title: str
    countries: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()
    addresses: frozenset[str] = frozenset()
    day: date | None = None
    besides: frozenset[int] = frozenset()


def described(record: Model) -> DuplicateKeys:
    """Return a saved record as it is compared."""
    alike = DUPLICATE_RULES[type(record)]
    cited = list(record.citations.values_list("source_id", *(f"source__{a}" for a in URL_FIELDS)))
    return DuplicateKeys(
        type(record),
        getattr(record, alike.title),
        keys(record, alike.countries),
        keys(record, alike.bodies),
        frozenset(key for key, *_addresses in cited),
        frozenset(each for _key, *addresses in cited for each in addresses if each),
        getattr(record, alike.day) if alike.day else None,
        frozenset({record.pk, getattr(record, "revises_id", None)} - {None}),
    )


def keys(record: Model, name: str) -> frozenset[int]:
    """Return the keys of what a relation of a record leads to."""
    if record._meta.get_field(name).many_to_many:
        return frozenset(getattr(record, name).order_by().values_list("pk", flat=True))
    key = getattr(record, f"{name}_id")
    return frozenset() if key is None else frozenset([key])


def url_variants(addresses: Iterable[str]) -> set[str]:
    """Return the ways in which web addresses are written: with and without `s`, `www.`, `/`."""
    found = set()
    for address in addresses:
        parts = urlsplit(address.strip())
        host = parts.netloc.lower().removeprefix("www.")
        rest = parts._replace(scheme="", netloc="").geturl().rstrip("/")
        found |= {
            f"{scheme}://{www}{host}{rest}{end}"
            for scheme in ("https", "http")
            for www in ("", "www.")
            for end in ("", "/")
        } | {address}
    return found
