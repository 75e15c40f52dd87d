"""Filters of the list of events."""

from django.utils.translation import gettext_lazy as _

from catalogue.events.models import EventKind
from catalogue.listings.facets import Facet, RecordFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, Sort, YearFilter
from catalogue.organizations.filters import OrganizationFacet
from catalogue.organizations.models import Organization
from catalogue.resolutions.filters import resolutions
from catalogue.search.matching import Searched
from catalogue.taxonomy.filters import CountryFacet, RegionFacet, TermFacet
from catalogue.taxonomy.models import Country, Measure, Sector


class EventFilter(ListFilterSet):
    """What a reader can ask of events."""

    searched = Searched(
        ("code", "title", "summary", "city", "other_participants"),
        {
            "organizations": (Organization.objects.published, ("name", "acronym", "other_names")),
            "country": (Country.objects.all, ("name",)),
        },
    )
    sorts = {
        "latest": Sort(_("Latest first"), ("-start",)),
        "earliest": Sort(_("Earliest first"), ("start",)),
        "newest": Sort(_("Newest record"), ("-published_at",)),
        "title": Sort(_("Title"), ("title",)),
    }

    sector = TermFacet("sectors", label=_("Sector"), values=Sector.objects.all)
    measure = TermFacet("measures", label=_("Measure"), values=Measure.objects.all)
    resolution = RecordFacet(
        "resolutions", label=_("Resolution"), values=resolutions, code="code", text="symbol"
    )
    region = RegionFacet("country__region", label=_("Region"))
    country = CountryFacet("country")
    organization = OrganizationFacet("organizations")
    kind = Facet("kind", label=_("Kind"), choices=EventKind.choices)
    year = YearFacet("start__year", label=_("Year"))
    year_from = YearFilter("start__year", "gte", label=_("In or after"))
    year_to = YearFilter("start__year", "lte", label=_("In or before"))
