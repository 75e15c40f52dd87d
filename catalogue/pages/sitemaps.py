"""What search engines should read: every public record and page once, and no list under filters."""

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.urls import reverse

from catalogue.db.transactions import read_snapshot
from catalogue.events.models import Event
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.taxonomy.models import Measure, Sector, Threat

SITEMAP_PAGES = (
    "home", "practice-list", "resolution-list", "organization-list", "event-list", "coverage",
    "coverage-states", "event-timeline", "statistics", "sector-index", "measure-index",
    "threat-index", "about", "accessibility",
)  # fmt: skip


class PageSitemap(Sitemap):
    """The pages that belong to no single record."""

    def items(self):
        """Return their names."""
        return SITEMAP_PAGES

    def location(self, item):
        """Return the path of a page."""
        return reverse(item)


class RecordSitemap(Sitemap):
    """The public records of a noun, in the order of their keys."""

    limit = 2_000  # addresses in a file: some tenths of a second

    def __init__(self, records):
        self.records = records

    def items(self):
        """Return the records."""
        return self.records().order_by("pk")

    def lastmod(self, item):
        """Return when a record was changed last, where it knows."""
        return getattr(item, "updated_at", None)

    def get_latest_lastmod(self):
        """Return when any was changed last: Django would read them all to find out."""
        records = self.records()
        known = {field.name for field in records.model._meta.fields}
        return records.aggregate(last=Max("updated_at"))["last"] if "updated_at" in known else None


SITEMAPS = {
    "pages": PageSitemap(),
    "practices": RecordSitemap(Practice.objects.published),
    "events": RecordSitemap(Event.objects.published),
    "organizations": RecordSitemap(Organization.objects.published),
    "resolutions": RecordSitemap(Resolution.objects.published),
    "paragraphs": RecordSitemap(
        lambda: OperativeParagraph.objects.public().select_related("resolution")
    ),
    "sectors": RecordSitemap(Sector.objects.all),
    "measures": RecordSitemap(Measure.objects.all),
    "threats": RecordSitemap(Threat.objects.all),
}


def sitemap_index(request):
    """Answer with the addresses of the parts."""
    with read_snapshot():
        return views.index(request, SITEMAPS).render()


def sitemap_part(request, section: str):
    """Answer with the addresses of one kind, some thousands at a time (`p`)."""
    with read_snapshot():
        return views.sitemap(request, SITEMAPS, section).render()
