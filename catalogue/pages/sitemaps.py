"""Sitemaps: every public record and page once, and no list with filters."""

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.urls import reverse

from catalogue.core.registry import all_nouns
from catalogue.db.transactions import read_snapshot

SITEMAP_PAGES = (
    "home", "practice-list", "resolution-list", "organization-list", "event-list", "coverage",
    "coverage-states", "event-timeline", "statistics", "sector-index", "measure-index",
    "threat-index", "about", "accessibility",
)  # fmt: skip


class PageSitemap(Sitemap):
    """The pages that are not of a single record."""

    def items(self):
        """Return the names of their URL patterns."""
        return SITEMAP_PAGES

    def location(self, item):
        """Return the path of a page."""
        return reverse(item)


class RecordSitemap(Sitemap):
    """The public records of a noun by primary key."""

    limit = 2_000  # addresses in a file: some tenths of a second

    def __init__(self, records):
        self.records = records

    def items(self):
        """Return the records."""
        return self.records().order_by("pk")

    def lastmod(self, item):
        """Return when a record was last changed, if it has that field."""
        return getattr(item, "updated_at", None)

    def get_latest_lastmod(self):
        """Return when any record was last changed; Django would read them all."""
        records = self.records()
        known = {field.name for field in records.model._meta.fields}
        return records.aggregate(last=Max("updated_at"))["last"] if "updated_at" in known else None


def build_sitemaps() -> dict[str, Sitemap]:
    """Return the parts of the sitemap: the pages, and the records of each noun that has pages."""
    records = {noun.plural: RecordSitemap(noun.public) for noun in all_nouns() if noun.has_pages}
    return {"pages": PageSitemap()} | records


def sitemap_index(request):
    """Answer with the addresses of the parts of the sitemap."""
    with read_snapshot():
        return views.index(request, build_sitemaps()).render()


def sitemap_part(request, section: str):
    """Answer with one part of the sitemap; `p` is its page."""
    with read_snapshot():
        return views.sitemap(request, build_sitemaps(), section).render()
