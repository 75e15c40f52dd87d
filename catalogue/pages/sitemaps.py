"""Sitemaps: every public record and page once, and no list with filters."""

from django.contrib.sitemaps import GenericSitemap, Sitemap, views
from django.urls import reverse

from catalogue.core.registry import all_nouns
from catalogue.db.transactions import read_snapshot

SITEMAP_PAGES = (
    "home", "practice-list", "resolution-list", "organization-list", "event-list", "coverage",
    "coverage-states", "event-timeline", "statistics", "sector-list", "measure-list",
    "threat-list", "about", "accessibility",
)  # fmt: skip


class PageSitemap(Sitemap):
    """The pages that are not of a single record."""

    def items(self):
        return SITEMAP_PAGES

    def location(self, item):
        return reverse(item)


class RecordSitemap(GenericSitemap):
    """The public records of a noun by primary key."""

    limit = 2_000  # addresses in a file: some tenths of a second

    def lastmod(self, item):
        """Return when a record was last changed: a paragraph with its resolution, a term never."""
        return getattr(item, "updated_at", None)


def build_sitemaps() -> dict[str, Sitemap]:
    """Return the parts of the sitemap: the pages, and the records of each noun that has pages."""
    parts: dict[str, Sitemap] = {"pages": PageSitemap()}
    for noun in all_nouns():
        if noun.has_pages:
            is_dated = any(field.name == "updated_at" for field in noun.model._meta.fields)
            date_field = "updated_at" if is_dated else None
            records = {"queryset": noun.public().order_by("pk"), "date_field": date_field}
            parts[noun.plural] = RecordSitemap(records)
    return parts


def sitemap_index(request):
    """Answer with the addresses of the parts of the sitemap."""
    with read_snapshot():
        return views.index(request, build_sitemaps()).render()


def sitemap_part(request, section: str):
    """Answer with one part of the sitemap; `p` is its page."""
    with read_snapshot():
        return views.sitemap(request, build_sitemaps(), section).render()
