"""Public pages by the version of the catalogue: 304 for a copy that is still good, a page cache.

What a page shows follows from the state of the catalogue, its address, the language, the code and
the day, which stands in citations as that of access. Their digest is its ETag and the key under
which it is kept, so that neither can be out of date: a page that was made from a newer state than
its tag says is only asked for again.
"""

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from catalogue.changes.log import current_version
from catalogue.exports.formats import FORMATS

#: Pages that are kept in each process; the least recently asked for goes first.
MOST_PAGES = 512
LEVEL = 3  # a fifth of a millisecond for a long page; the highest level is three times as slow
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
FOLDERS = ("catalogue", "config", "templates", "static")


def build_of(root) -> str:
    """Return a digest of the code, templates and styles: another build makes other pages."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.name}\0{path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Page(NamedTuple):
    """A page as it is kept: packed, which makes it a fifth as large."""

    packed: bytes
    content_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        """Return the page of an answer."""
        return cls(gzip.compress(response.content, LEVEL, mtime=0), response["Content-Type"])

    def answer(self, request) -> HttpResponse:
        """Return the page as this reader's browser takes it.

        Nothing secret stands in a page for readers, so that its packed length gives nothing away.
        """
        packs = GZIP.search(request.headers.get("Accept-Encoding", ""))
        body = self.packed if packs else gzip.decompress(self.packed)
        response = HttpResponse(body, content_type=self.content_type)
        if packs:
            response["Content-Encoding"] = "gzip"
        response["Vary"] = "Accept-Encoding"
        return response


class PageCache:
    """The pages that this process made last."""

    def __init__(self, most: int):
        self.most, self._pages, self._lock = most, OrderedDict(), threading.Lock()

    def get(self, tag: str) -> Page | None:
        """Return a page, or None where it is not kept."""
        with self._lock:
            if tag in self._pages:
                self._pages.move_to_end(tag)
            return self._pages.get(tag)

    def put(self, tag: str, page: Page) -> None:
        """Keep a page."""
        with self._lock:
            self._pages[tag] = page
            while len(self._pages) > self.most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        """Forget all pages."""
        self._pages.clear()


cache = PageCache(MOST_PAGES)


class ConditionalPages:
    """Answers for public pages with a tag, from the cache where the page is there."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.build = build_of(settings.ROOT)

    def __call__(self, request):
        if not is_public_page(request):
            return self.get_response(request)
        tag = self.tag(request)
        page = cache.get(tag)
        if page is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.cookies:
                return response
            page = Page.of(response)
            cache.put(tag, page)
        response = page.answer(request)
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"  # kept by browsers, and asked for again each time
        return get_conditional_response(request, etag=tag, response=response)

    def tag(self, request) -> str:
        """Return the tag of a page: state of the catalogue, address, language, build and day."""
        today = timezone.localdate().isoformat()
        where = request.build_absolute_uri(), get_language()
        facts = [current_version(), *where, self.build, today]
        return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()}"'


def is_public_page(request) -> bool:
    """Say whether an address is a page for readers: no file, no desk, no health."""
    others = reverse("admin:index"), reverse("health"), f"/{settings.STATIC_URL.lstrip('/')}"
    return (
        request.method in ("GET", "HEAD")
        and not request.path.startswith(others)
        and not request.path.endswith(tuple(f".{extension}" for extension in FORMATS))
    )
