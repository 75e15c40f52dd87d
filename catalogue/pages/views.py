"""Home, about, accessibility, and what robots may read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalogue.coverage.queries import default_matrix
from catalogue.db.transactions import read_snapshot
from catalogue.events.models import Event
from catalogue.exports.formats import FORMATS
from catalogue.pages import queries
from catalogue.practices.models import Practice

HOME_PRACTICES = 6  # records on the home page
#: The workshop whose participants noted the need to map initiatives and guidance.
FOUNDING_EVENT = "EV-0029"


def home(request):
    """Answer with the ways into the catalogue."""
    with read_snapshot():
        return render(request, "catalogue/pages/home.html", build_home_context())


def build_home_context() -> dict:
    """Return what the home page shows."""
    newest = Practice.objects.published().order_by("-published_at", "-code")
    practices = queries.select_practices()
    paragraphs, unanswered = queries.count_paragraphs(practices)
    matrix, mapped = default_matrix()
    return {
        "totals": queries.count_totals(),
        "sectors": queries.count_by_sector(practices),
        "resolutions": queries.count_by_resolution(practices),
        "regions": queries.count_by_region(practices),
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
        context = {"totals": queries.count_totals(), "founding_event": get_founding_event()}
    return render(request, "catalogue/pages/about.html", context)


def accessibility(request):
    """Answer with what was tested and what is known to fail."""
    return render(request, "catalogue/pages/accessibility.html")


def robots(request):
    """Let robots read records and plain lists, and the sitemap, whose parts have numbers.

    Lists under filters are endless and say nothing new, and files are for people who ask for them.
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
    """Return the workshop with which the catalogue began; None where it is not loaded."""
    return Event.objects.published().filter(code=FOUNDING_EVENT).first()
