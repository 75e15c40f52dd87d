"""Pages as they are kept: packed, in the memory of each process, and shared where that is set."""

import gzip
import re
import threading
from collections import OrderedDict
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse

#: Pages that are kept in each process; the least recently asked for goes first.
MAX_CACHED_PAGES = 512
GZIP_LEVEL = 3  # a fifth of a millisecond for a long page; the highest level is three times as slow
GZIP_PATTERN = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class CachedPage(NamedTuple):
    """A page as it is kept: packed, which makes it a fifth as large."""

    packed: bytes
    content_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedPage":
        """Return the page of an answer."""
        return cls(gzip.compress(response.content, GZIP_LEVEL, mtime=0), response["Content-Type"])

    def answer(self, request) -> HttpResponse:
        """Return the page as this reader's browser takes it.

        Nothing secret stands in a page for readers, so that its packed length gives nothing away.
        """
        packs = GZIP_PATTERN.search(request.headers.get("Accept-Encoding", ""))
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

    def get(self, tag: str) -> CachedPage | None:
        """Return a page, or None where it is not kept."""
        with self._lock:
            if tag in self._pages:
                self._pages.move_to_end(tag)
            return self._pages.get(tag)

    def put(self, tag: str, page: CachedPage) -> None:
        """Keep a page."""
        with self._lock:
            self._pages[tag] = page
            while len(self._pages) > self.most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        """Forget all pages."""
        self._pages.clear()


page_cache = PageCache(MAX_CACHED_PAGES)


def get_shared_pages():
    """Return where pages are shared with other processes, or None where they are not."""
    if not settings.CACHE_URL:
        return None
    from catalogue.pages.redis_pages import RedisPages  # needs a library that is optional

    return RedisPages(settings.CACHE_URL)
