"""A list of practices with facets, counts, pages and a file in plain Django, for comparison.

It lacks the facets of regions (a tree), kinds of organizations, decades, last verification and
addresses of sources, which makes it faster. Everything else has the same meaning as in the product.
"""

import csv

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import StreamingHttpResponse
from django.shortcuts import render

from catalogue.events.models import Event
from catalogue.organizations.models import Organization
from catalogue.practices.models import Practice, PracticeKind
from catalogue.practices.relations import EvidenceKind
from catalogue.resolutions.models import OperativeParagraph, Resolution
from catalogue.taxonomy.models import Country, Measure, Sector, Threat

#: The path from a practice to the value of each facet, with the labels of its values.
FACETS = {
    "sector": ("sectors__slug", lambda: Sector.objects.values_list("slug", "label")),
    "measure": ("measures__slug", lambda: Measure.objects.values_list("slug", "label")),
    "threat": ("threats__slug", lambda: Threat.objects.values_list("slug", "label")),
    "resolution": (
        "basis__paragraph__resolution__code",
        lambda: Resolution.objects.published().values_list("code", "symbol"),
    ),
    "paragraph": (
        "basis__paragraph__code",
        lambda: OperativeParagraph.objects.public().values_list("code", "code"),
    ),
    "country": ("countries__code", lambda: Country.objects.values_list("code", "name")),
    "organization": (
        "organizations__slug",
        lambda: Organization.objects.published().values_list("slug", "name"),
    ),
    "kind": ("kind", lambda: PracticeKind.choices),
    "event": ("events__code", lambda: Event.objects.published().values_list("code", "title")),
    "year": ("started", lambda: ((year, year) for year in range(2026, 1900, -1))),
    "evidence": ("evidence__kind", lambda: EvidenceKind.choices),
}
SHOWN = 10  # values of a facet


def filter_practices(chosen: dict[str, list[str]], without: str | None = None):
    """Return the public practices with the chosen values of every facet except one."""
    practices = Practice.objects.published()
    for name, (path, _labels) in FACETS.items():
        if name != without and chosen.get(name):
            practices = practices.filter(**{f"{path}__in": chosen[name]})
    return practices.distinct()


def count_values(chosen: dict[str, list[str]], name: str) -> dict:
    """Return the number of practices for each value of a facet."""
    path, _labels = FACETS[name]
    practices = filter_practices(chosen, without=name).order_by().values(path)
    found = practices.annotate(number=Count("pk", distinct=True)).values_list(path, "number")
    return {code: number for code, number in found if code is not None}


def facet_context(chosen: dict[str, list[str]], name: str) -> dict:
    """Return a facet for the template."""
    numbers = count_values(chosen, name)
    values = [
        {"code": code, "label": label, "count": numbers.get(code, 0),
         "chosen": str(code) in chosen.get(name, [])}
        for code, label in FACETS[name][1]()
    ]  # fmt: skip
    shown = [each for place, each in enumerate(values) if place < SHOWN or each["chosen"]]
    return {"name": name, "values": shown, "all": len(values)}


def practices(request):
    """Answer with one page of the list."""
    chosen = {name: request.GET.getlist(name) for name in FACETS}
    found = filter_practices(chosen).order_by(F("last_verified_on").desc(nulls_last=True), "code")
    cards = found.prefetch_related(
        "sectors", "measures", "countries", "regions", "involvements__organization"
    )
    context = {
        "page": Paginator(cards, 20).get_page(request.GET.get("page")),
        "facets": [facet_context(chosen, name) for name in FACETS],
    }
    return render(request, "plain/practices.html", context)


class Echo:
    """A file for the csv module that returns what is written to it."""

    def write(self, line):
        """Return the line."""
        return line


def practices_csv(request):
    """Answer with all practices in eight columns, with related records read in chunks."""
    related = ("sectors", "measures", "countries")
    found = Practice.objects.published().order_by("code").prefetch_related(*related)
    writer = csv.writer(Echo())
    lines = (writer.writerow(csv_row(practice)) for practice in found.iterator(chunk_size=2000))
    return StreamingHttpResponse(lines, content_type="text/csv")


def csv_row(practice) -> list:
    """Return the cells of a practice."""
    return [
        practice.code,
        practice.title,
        practice.kind,
        "|".join(each.slug for each in practice.sectors.all()),
        "|".join(each.slug for each in practice.measures.all()),
        "|".join(each.code for each in practice.countries.all()),
        practice.started,
        practice.summary,
    ]
