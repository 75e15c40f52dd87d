"""Every public page: one address of each kind, and all that can be reached from them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.journeys.steps import KINDS

#: Lists under filters are endless; of them those of KINDS, and further pages of whole lists.
FURTHER_PAGE = re.compile(r"page=\d+")
NOT_FOR_READERS = re.compile(r"^/(admin|static)/|\.\w+$")
SAMPLES = KINDS["style"]  # its records are made up, so its links lead nowhere


class Page(NamedTuple):
    """What is found at an address."""

    address: str
    status: int
    text: str

    @property
    def is_missing(self) -> bool:
        """Say whether a link leads here although there is nothing."""
        return self.status != 200 and self.address not in KINDS.values()


class Links(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self):
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        """Keep the address of a link."""
        if tag == "a":
            self.addresses += [value for name, value in attrs if name == "href" and value]


def links(address: str, text: str) -> list[str]:
    """Return the pages of this site to which a page leads."""
    parser = Links()
    parser.feed(text)
    found = [urldefrag(urljoin(address, each)).url for each in parser.addresses]
    return [each for each in found if is_page(each)]


def is_page(address: str) -> bool:
    """Say whether an address is a page of this site for readers, and no list under filters."""
    parts = urlsplit(address)
    return (
        not parts.netloc
        and not parts.scheme
        and not NOT_FOR_READERS.search(parts.path)
        and (not parts.query or FURTHER_PAGE.fullmatch(parts.query) is not None)
    )


def walk(get) -> Iterator[Page]:
    """Return every page that is reached from those of KINDS; redirects are left out.

    `get` returns the status and the text at an address.
    """
    waiting, seen = list(KINDS.values()), set(KINDS.values())
    while waiting:
        page = Page(waiting[-1], *get(waiting.pop()))
        if page.status in (301, 302):
            continue
        yield page
        found = [] if page.address == SAMPLES else links(page.address, page.text)
        new = [each for each in dict.fromkeys(found) if each not in seen]
        seen.update(new)
        waiting += new
