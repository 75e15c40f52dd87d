"""Home, about, accessibility, and what robots may read."""

from django.conf import settings
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
from catalogue.practices.relations import EvidenceKind
from catalogue.resolutions.models import Resolution
from catalogue.taxonomy.models import Region, Sector

HOME_PRACTICES = 6  # records on the home page
#: The workshop whose participants asked for a map of initiatives and guidance.
FOUNDING_EVENT = "EV-0029"


def count_totals() -> dict[str, int]:
    """Count the public records of each noun, and the verified practices."""
    numbers = {noun.plural: len(facet_indexes.index(noun).records) for noun in listed_nouns()}
    verified = Practice.objects.published().filter(last_verified_on__isnull=False).count()
    return numbers | {"verified": verified}


def home(request):
    """Answer with the home page."""
    with read_snapshot():
        return render(request, "catalogue/pages/home.html", build_home_context())


def build_home_context() -> dict:
    """Return the context of the home page: how many public practices there are of each kind."""
    practices = Selection(facet_indexes.index(PRACTICE), {})
    sectors, resolutions, regions, paragraphs = map(
        practices.counts, ("sector", "resolution", "region", "paragraph")
    )
    newest_practices = Practice.objects.published().order_by("-published_at", "-code")
    newest_resolutions = Resolution.objects.published().order_by("-adopted_on", "symbol")
    below_the_world = Region.objects.filter(parent__code="001")
    matrix, mapped = default_matrix()
    return {
        "totals": count_totals(),
        "sectors": [(each, sectors[each.slug]) for each in Sector.objects.filter(retired=False)],
        "resolutions": sorted(
            ((each, resolutions[each.code]) for each in newest_resolutions),
            key=lambda pair: -pair[1],
        ),
        "regions": [(each, regions.get(each.code, 0)) for each in below_the_world],
        "newest": list(newest_practices[:HOME_PRACTICES]),
        "paragraphs": len(paragraphs),
        "unanswered": sum(not count for count in paragraphs.values()),
        "founding_event": get_founding_event(),
        "matrix": matrix,
        "mapped": mapped,
    }


def about(request):
    """Answer with what is in the catalogue, how records are made, and what it is not."""
    with read_snapshot():
        evidence = Selection(facet_indexes.index(PRACTICE), {}).counts("evidence")
        context = {
            "totals": count_totals(),
            "with_results": Practice.objects.published().exclude(results="").count(),
            "evaluated": evidence.get(EvidenceKind.EVALUATED, 0),
            "founding_event": get_founding_event(),
            "counts_searches": settings.COUNT_MISSED_SEARCHES,
        }
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
