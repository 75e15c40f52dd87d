"""Public pages by the version of the catalogue: 304 for a copy that is still good, a page cache.

What a page shows follows from the state of the catalogue, its address, the language, the code and
the day, which stands in citations as that of access. Their digest is its ETag and the key under
which it is kept, so that neither can be out of date: a page that was made from a newer state than
its tag says is only asked for again.
"""

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from catalogue.changelog.queries import current_version
from catalogue.exports.formats import FORMATS
from catalogue.pages.page_cache import CachedPage, get_shared_pages, page_cache

BUILD_FOLDERS = ("catalogue", "config", "templates", "static")


def compute_build_digest(root) -> str:
    """Return a digest of the code, templates and styles: another build makes other pages.

    It is the same on every machine that has the same build, wherever and whenever it was put there.
    """
    digest = hashlib.sha256()
    for folder in BUILD_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                own = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root)}\0{own}\n".encode())
    return digest.hexdigest()


class PageCacheMiddleware:
    """Answers for public pages with a tag, from the cache where the page is there."""

    def __init__(self, get_response):
        self.get_response, self.shared = get_response, get_shared_pages()
        self.build = compute_build_digest(settings.ROOT)

    def __call__(self, request):
        if not is_public_page(request):
            return self.get_response(request)
        tag = self.tag(request)
        page = self.find(request, tag)
        if page is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.cookies:
                return response
            page = CachedPage.of(response)
            self.keep(tag, page)
        response = page.answer(request)
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"  # kept by browsers, and asked for again each time
        return get_conditional_response(request, etag=tag, response=response)

    def find(self, request, tag: str) -> CachedPage | None:
        """Return a page that is kept; the request takes a note of where, for those who count."""
        if page := page_cache.get(tag):
            request.page_found = "process"
        elif page := self.shared and self.shared.get(tag):
            request.page_found = "shared"
            page_cache.put(tag, page)
        else:
            request.page_found = "nowhere"
        return page

    def keep(self, tag: str, page: CachedPage) -> None:
        """Keep a page for this process and, where pages are shared, for the others."""
        page_cache.put(tag, page)
        if self.shared:
            self.shared.put(tag, page)

    def tag(self, request) -> str:
        """Return the tag of a page: state of the catalogue, address, language, build and day."""
        today = timezone.localdate().isoformat()
        where = request.build_absolute_uri(), get_language()
        facts = [current_version(), *where, self.build, today]
        return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()}"'


def is_public_page(request) -> bool:
    """Say whether a request is for a page for readers."""
    path = request.path
    return request.method in ("GET", "HEAD") and is_reader_path(path) and not is_file_path(path)


def is_reader_path(path: str) -> bool:
    """Say whether an address is neither of the desk, nor of health, nor that of a static file."""
    others = reverse("admin:index"), reverse("health"), f"/{settings.STATIC_URL.lstrip('/')}"
    return not path.startswith(others)


def is_file_path(path: str) -> bool:
    """Say whether an address is that of a list or record as a file."""
    return path.endswith(tuple(f".{extension}" for extension in FORMATS))
