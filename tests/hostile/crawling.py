"""A reader who follows every link, reads every file and feed, and asks for every word."""

import io
import re
import zipfile
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client

#: Where a page, a feed or a map of the site leads.
LINK = re.compile(r"""(?:href|src|action|data-hx-get)="([^"]+)"|<loc>([^<]+)</loc>""")
SITE = ("", "testserver")
#: What only repeats the same records in other words; the page of style has made-up links.
NOT_FOLLOWED = re.compile(r"^/(static|admin|style)/")
#: Headers that are others each time, or for each state of the catalogue.
PASSING = ("X-Request-ID", "ETag", "Expires", "Content-Length")
client = Client()


def text_of(response) -> str:
    """Return all that an answer says: its headers, and its body as a reader would unpack it."""
    headers = {name: text for name, text in response.headers.items() if name not in PASSING}
    body = response.getvalue()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"\n".join(package.read(name) for name in package.namelist())
    text = body.decode(errors="replace")
    return "\n".join([str(headers), text, unescape(text), unquote(text)])


def links(address: str, text: str) -> list[str]:
    """Return the addresses of this site to which a page leads."""
    found = (urljoin(address, unescape(page or place)) for page, place in LINK.findall(text))
    parts = [urlsplit(urldefrag(each).url) for each in found]
    return [
        each._replace(scheme="", netloc="").geturl()
        for each in parts
        if each.netloc in SITE and not NOT_FOLLOWED.match(each.path)
    ]


def crawl(starts: list[str], most: int) -> dict[str, str]:
    """Return what is said at every address that is reached, at most so many.

    Whole lists and records go first: lists under filters lead to ever more of them.
    """
    waiting, seen, said = list(starts), set(starts), {}
    while waiting and len(said) < most:
        address = waiting.pop(0)
        response = client.get(address)
        said[address] = text_of(response)
        is_page = response.headers.get("Content-Type", "").startswith(("text/html", "application/"))
        found = [response.headers.get("Location", ""), *links(address, said[address])]
        new = [each for each in dict.fromkeys(found) if each and each not in seen and is_page]
        seen.update(new)
        waiting = sorted([*waiting, *new], key=lambda each: each.count("&") + each.count("?"))
    return said
