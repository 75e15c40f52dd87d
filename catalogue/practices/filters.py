"""Filters, words and orders of the list of practices."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalogue.events.models import Event
from catalogue.listings.facets import Facet, RecordFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, Sort, YearFilter
from catalogue.organizations.filters import OrganizationFacet
from catalogue.organizations.models import Organization
from catalogue.practices.models import PracticeKind
from catalogue.practices.relations import EvidenceKind
from catalogue.resolutions.filters import ParagraphFacet, resolutions
from catalogue.search.matching import Searched
from catalogue.taxonomy.filters import CountryFacet, RegionFacet, TermFacet
from catalogue.taxonomy.models import Country, Measure, Sector, Threat


class PracticeFilter(ListFilterSet):
    """What a reader can ask of practices."""

    searched = Searched(
        ("code", "title", "summary", "how_it_works", "results", "success_factors", "resources",
         "limits", "safeguards", "adaptation", "other_participants"),
        {
            "organizations": (Organization.objects.published, ("name", "acronym", "other_names")),
            "countries": (Country.objects.all, ("name",)),
        },
    )  # fmt: skip
    sorts = {
        "verified": Sort(_("Recently verified"), (F("last_verified_on").desc(nulls_last=True),)),
        "newest": Sort(_("Newest"), ("-published_at",)),
        "title": Sort(_("Title"), ("title",)),
    }

    sector = TermFacet("sectors", label=_("Sector"), values=Sector.objects.all)
    measure = TermFacet("measures", label=_("Measure"), values=Measure.objects.all)
    threat = TermFacet("threats", label=_("Threat"), values=Threat.objects.all)
    resolution = RecordFacet(
        "basis__paragraph__resolution", label=_("Resolution"), values=resolutions, code="code",
        text="symbol",
    )  # fmt: skip
    paragraph = ParagraphFacet("basis__paragraph", label=_("Operative paragraph"))
    region = RegionFacet("regions", "countries__region", label=_("Region"))
    country = CountryFacet("countries")
    organization = OrganizationFacet("organizations")
    kind = Facet("kind", label=_("Kind"), choices=PracticeKind.choices)
    event = RecordFacet(
        "events", label=_("Event"), values=Event.objects.published, code="code", text="title",
        only_used=True,
    )  # fmt: skip
    year = YearFacet("started", label=_("Year started"))
    evidence = Facet("evidence__kind", label=_("Evidence"), choices=EvidenceKind.choices)
    year_from = YearFilter("started", "gte", label=_("Started in or after"))
    year_to = YearFilter("started", "lte", label=_("Started in or before"))
