"""Home, about, accessibility, and what robots may read."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalogue.core.registry import listed_nouns
from catalogue.coverage.views import default_matrix
from catalogue.db.transactions import read_snapshot
from catalogue.events.models import Event
from catalogue.exports.formats import FORMATS
from catalogue.facets.facet_index import Selection, facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import Resolution
from catalogue.taxonomy.models import Region, Sector


@dataclass(frozen=True)
class Totals:
    """Numbers of public records, and of verified practices."""

    practices: int
    events: int
    resolutions: int
    organizations: int
    verified: int


def count_totals() -> Totals:
    """Count the public records."""
    numbers = {noun.plural: len(facet_indexes.index(noun).records) for noun in listed_nouns()}
    verified = Practice.objects.published().filter(last_verified_on__isnull=False).count()
    return Totals(**numbers, verified=verified)


def select_practices() -> Selection:
    """Return all public practices, for counting."""
    return Selection(facet_indexes.index(PRACTICE), {})


def count_by_sector(practices: Selection) -> list[tuple[Sector, int]]:
    """Return every sector with its number of public practices."""
    counts = practices.counts("sector")
    return [(each, counts[each.slug]) for each in Sector.objects.filter(retired=False)]


def count_by_resolution(practices: Selection) -> list[tuple[Resolution, int]]:
    """Return public resolutions with the number of practices that answer them, most first."""
    counts = practices.counts("resolution")
    newest_first = Resolution.objects.published().order_by("-adopted_on", "symbol")
    return sorted(((each, counts[each.code]) for each in newest_first), key=lambda pair: -pair[1])


def count_by_region(practices: Selection) -> list[tuple[Region, int]]:
    """Return the regions directly below the World with their numbers of public practices."""
    counts = practices.counts("region")
    below_the_world = Region.objects.filter(parent__code="001")
    return [(each, counts.get(each.code, 0)) for each in below_the_world]


def count_paragraphs(practices: Selection) -> tuple[int, int]:
    """Return the numbers of paragraphs, and of those that no public practice answers."""
    counts = practices.counts("paragraph")
    return len(counts), sum(not count for count in counts.values())


HOME_PRACTICES = 6  # records on the home page
#: The workshop whose participants asked for a map of initiatives and guidance.
FOUNDING_EVENT = "EV-0029"


def home(request):
    """Answer with the home page."""
    with read_snapshot():
        return render(request, "catalogue/pages/home.html", build_home_context())


def build_home_context() -> dict:
    """Return the context of the home page."""
    newest = Practice.objects.published().order_by("-published_at", "-code")
    practices = select_practices()
    paragraphs, unanswered = count_paragraphs(practices)
    matrix, mapped = default_matrix()
    return {
        "totals": count_totals(),
        "sectors": count_by_sector(practices),
        "resolutions": count_by_resolution(practices),
        "regions": count_by_region(practices),
        "newest": list(newest[:HOME_PRACTICES]),
        "paragraphs": paragraphs,
        "unanswered": unanswered,
        "founding_event": get_founding_event(),
        "matrix": matrix,
        "mapped": mapped,
    }


def about(request):
    """Answer with what is in the catalogue, how records are made, and what it is not."""
    with read_snapshot():
        context = {"totals": count_totals(), "founding_event": get_founding_event()}
    return render(request, "catalogue/pages/about.html", context)


def accessibility(request):
    """Answer with what was tested and what is known to fail."""
    return render(request, "catalogue/pages/accessibility.html")


def robots(request):
    """Allow robots to read records, plain lists, and the sitemap with its numbered parts.

    Lists with filters are endless and show nothing new, and files are for people.
    """
    rules = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/health/", "/*?", "/*/values/")),
        *(f"Disallow: /*.{extension}$" for extension, each in FORMATS.items() if not each.newest),
        "Allow: /sitemap-*.xml?p=",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/plain; charset=utf-8")


def get_founding_event():
    """Return the workshop with which the catalogue began, or None if it is not loaded."""
    return Event.objects.published().filter(code=FOUNDING_EVENT).first()
