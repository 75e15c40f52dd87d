"""Every public page: one address of each kind, and all that can be reached from them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

WITHDRAWN = "GP-9999"
#: One address of every kind of public page, and its status where that is not 200.
KINDS = {
    "home": "/",
    "list": "/practices/",
    "list under filters": "/practices/?sector=aviation&measure=risk_assessment&q=security",
    "list without a record": "/practices/?sector=aviation&q=zzzz",
    "list with an unknown parameter": "/practices/?colour=red&q=GP-0001",
    "list at a wrong address": "/practices/?sector=nonsense&year_from=abc",
    "list beyond its last page": "/practices/?page=99",
    "all values of a facet": "/practices/values/organization/?sector=aviation",
    "practice with many countries": "/practices/GP-0003/",
    "superseded practice": "/practices/GP-0001/",
    "withdrawn practice": f"/practices/{WITHDRAWN}/",
    "list of resolutions": "/resolutions/",
    "resolution": "/resolutions/s-res-2396-2017/",
    "paragraph": "/resolutions/s-res-2341-2017/3/",
    "list of organizations": "/organizations/",
    "organization": "/organizations/cted/",
    "list of events": "/events/",
    "event": "/events/EV-0029/",
    "search": "/search/",
    "search with results": "/search/?q=airport+securit",
    "search without a record": "/search/?q=airprt",
    "list with a mistyped word": "/practices/?q=stadum",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "nothing": "/nothing/",
    "nothing, with words that are found": "/practices/airport-securty/",
    "practices side by side": "/practices/compare/?code=GP-0001&code=GP-0132&code=GP-0070",
    "comparison with one practice": "/practices/compare/?code=GP-0001",
    "comparison at a wrong address": "/practices/compare/?code=GP-0001&code=nonsense",
    "vocabulary": "/sectors/",
    "word": "/measures/risk_assessment/",
    "word of threats": "/threats/cyber/",
    "coverage": "/coverage/",
    "coverage by other axes": "/coverage/?rows=region&columns=kind",
    "coverage under a filter": "/coverage/?sector=aviation&q=security",
    "coverage at a wrong address": "/coverage/?rows=nonsense",
    "map of States": "/coverage/states/",
    "map of States under filters": "/coverage/states/?region=142&sector=aviation",
    "timeline": "/events/timeline/",
    "style": "/style/",
    "statistics": "/statistics/",
}
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
        """Return True if a link leads to this page and it does not exist."""
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


def find_links(address: str, text: str) -> list[str]:
    """Return the pages of this site to which a page links."""
    parser = Links()
    parser.feed(text)
    found = [urldefrag(urljoin(address, each)).url for each in parser.addresses]
    return [each for each in found if is_page(each)]


def is_page(address: str) -> bool:
    """Return True if an address is a public page of this site and no filtered list."""
    parts = urlsplit(address)
    return (
        not parts.netloc
        and not parts.scheme
        and not NOT_FOR_READERS.search(parts.path)
        and (not parts.query or FURTHER_PAGE.fullmatch(parts.query) is not None)
    )


def walk_site(get) -> Iterator[Page]:
    """Return every page that is reached from those of KINDS; redirects are left out.

    `get` returns the status and the text at an address.
    """
    waiting, seen = list(KINDS.values()), set(KINDS.values())
    while waiting:
        page = Page(waiting[-1], *get(waiting.pop()))
        if page.status in (301, 302):
            continue
        yield page
        found = [] if page.address == SAMPLES else find_links(page.address, page.text)
        new = [each for each in dict.fromkeys(found) if each not in seen]
        seen.update(new)
        waiting += new


def create_withdrawn_practice() -> None:
    """Create the withdrawn practice of KINDS; the real records have none."""
    from catalogue.practices.models import Practice

    Practice.objects.create(
        code=WITHDRAWN, title="A guide", status="withdrawn", withdrawal_reason="It was cancelled."
    )
