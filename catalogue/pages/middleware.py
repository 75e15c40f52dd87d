"""Middleware for readers: a deadline for each answer, 304 for unchanged pages, a page cache."""

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from catalogue.changelog.queries import current_version
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db.transactions import time_limit
from catalogue.exports.formats import FORMATS

MAX_ADDRESS_LENGTH = 4_000  # characters of an address with its parameters
GZIP_LEVEL = 3  # a fifth of a millisecond for a long page; the highest level takes three times that
GZIP_PATTERN = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
BUILD_FOLDERS = ("catalogue", "config", "templates", "static")
#: The pages that this process rendered last, by their tags.
page_cache = VersionedCache(512)


class DeadlineMiddleware:
    """Refuses addresses that are too long, and ends answers to readers that take too long.

    A page has a few seconds, a file a minute. After that the answer is 503, so that it does not
    keep a thread of the server from other readers. Pages of the admin have no deadline.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_reader_path(request.path):
            return self.get_response(request)
        if len(request.get_full_path()) > MAX_ADDRESS_LENGTH:
            return render(request, "414.html", {"longest": f"{MAX_ADDRESS_LENGTH:,}"}, status=414)
        is_file = is_file_path(request.path)
        with time_limit(settings.FILE_TIME_LIMIT if is_file else settings.PAGE_TIME_LIMIT):
            return self.get_response(request)


def pack_page(response: HttpResponse) -> bytes:
    """Return a page for a cache: its content type, and its content in a fifth of its size."""
    compressed = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
    return response["Content-Type"].encode() + b"\n" + compressed


def unpack_page(request, page: bytes) -> HttpResponse:
    """Return a page from a cache, in an encoding that the browser accepts.

    Pages for readers hold no secrets, so their compressed length gives nothing away.
    """
    content_type, _, compressed = page.partition(b"\n")
    accepts_gzip = GZIP_PATTERN.search(request.headers.get("Accept-Encoding", ""))
    body = compressed if accepts_gzip else gzip.decompress(compressed)
    response = HttpResponse(body, content_type=content_type.decode())
    if accepts_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    return response


class PageCacheMiddleware:
    """Answers for public pages with an ETag, from the cache if the page is there.

    What a page shows depends on the version of the catalogue, the address, the language, the code,
    and the day, which citations name as that of access. A digest of these is its ETag and the key
    in the cache, so neither can be out of date. If the catalogue changes while a page is rendered,
    the page is newer than its tag and is only requested again. A view that counts how often its
    page is requested, or whose pages are hardly requested twice, sets `request.keep_page` to False.
    """

    def __init__(self, get_response):
        self.get_response, self.shared_pages = get_response, connect_shared_pages()
        self.build_digest = compute_build_digest(settings.ROOT)

    def __call__(self, request):
        if not is_public_page(request):
            return self.get_response(request)
        tag = self.compute_tag(request)
        page = self.find_page(request, tag)
        if page is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.cookies:
                return response
            page = pack_page(response)
            if getattr(request, "keep_page", True):
                self.store_page(tag, page)
        response = unpack_page(request, page)
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"  # browsers store it, and ask each time
        return get_conditional_response(request, etag=tag, response=response)

    def find_page(self, request, tag: str) -> bytes | None:
        """Return a cached page; `request.page_found` says where, for the metrics."""
        request.page_found = "process"
        page = page_cache.get(tag, "page")
        if page is None and self.shared_pages and (stored := self.shared_pages.get(tag)):
            request.page_found, page = "shared", stored
            page_cache.set(tag, "page", page)
        if page is None:
            request.page_found = "nowhere"
        return page

    def store_page(self, tag: str, page: bytes) -> None:
        """Store a page for this process and, where pages are shared, for others."""
        page_cache.set(tag, "page", page)
        if self.shared_pages:
            self.shared_pages.put(tag, page)

    def compute_tag(self, request) -> str:
        """Return the ETag of a page."""
        today = timezone.localdate().isoformat()
        address = request.build_absolute_uri(), get_language()
        facts = [current_version(), *address, self.build_digest, today]
        return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()}"'


def connect_shared_pages():
    """Return the pages that are shared with other processes, or None without CACHE_URL."""
    if not settings.CACHE_URL:
        return None
    from catalogue.pages.redis_pages import RedisPages  # needs an optional library

    return RedisPages(settings.CACHE_URL)


@cache
def compute_build_digest(root: Path) -> str:
    """Return a digest of code, templates and styles: pages of another build differ.

    It is the same on every machine with the same build, whatever the folder and the file times.
    """
    digest = hashlib.sha256()
    for folder in BUILD_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                own = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root)}\0{own}\n".encode())
    return digest.hexdigest()


def is_public_page(request) -> bool:
    """Return True if a request is for a page for readers."""
    path = request.path
    return request.method in ("GET", "HEAD") and is_reader_path(path) and not is_file_path(path)


def is_reader_path(path: str) -> bool:
    """Return True unless a path is of the admin, of a health check, or of a static file."""
    others = reverse("admin:index"), reverse("health"), f"/{settings.STATIC_URL.lstrip('/')}"
    return not path.startswith(others)


def is_file_path(path: str) -> bool:
    """Return True if a path is that of a list or record as a file."""
    return path.endswith(tuple(f".{extension}" for extension in FORMATS))
