"""Filters of the list of events."""

from django.utils.translation import gettext_lazy as _

from catalogue.events.models import Event, EventKind
from catalogue.listings.facets import Facet, VerifiedFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, YearFilter
from catalogue.organizations.filters import index_bodies, organization_facet
from catalogue.resolutions.filters import resolution_facet
from catalogue.search.search_index import RelatedText, SearchIndex
from catalogue.sources.filters import SourceHealthFacet
from catalogue.taxonomy.filters import TermFacet, country_facet, region_facet
from catalogue.taxonomy.models import Measure, Sector


class EventFilter(ListFilterSet):
    """What a reader can ask of events."""

    searched = SearchIndex(
        Event,
        title=("code", "title"),
        summary=("summary",),
        names=(
            "start",
            "end",
            "city",
            RelatedText(_("Country"), "country", ("name", "region__name")),
            *index_bodies("participations"),
            RelatedText(_("Sectors"), "sectors", ("label",)),
            RelatedText(_("Measures"), "measures", ("label",)),
            RelatedText(_("Resolutions"), "resolutions", ("symbol", "title")),
        ),
        text=("other_participants",),
    )
    equals = ("-start",)
    sorts = {
        "latest": (_("Latest first"), "-start"),
        "earliest": (_("Earliest first"), "start"),
        "newest": (_("Newest record"), "-published_at"),
        "title": (_("Title"), "folded"),
    }

    sector = TermFacet("sectors", label=_("Sector"), values=Sector.objects.all)
    measure = TermFacet("measures", label=_("Measure"), values=Measure.objects.all)
    resolution = resolution_facet("resolutions")
    region = region_facet("country__region")
    country = country_facet("country")
    organization = organization_facet("organizations")
    kind = Facet("kind", label=_("Kind"), choices=EventKind.choices)
    year = YearFacet("start__year", label=_("Year"))
    verified = VerifiedFacet()
    source_health = SourceHealthFacet("citations__source")
    year_from = YearFilter(label=_("In or after"))
    year_to = YearFilter(label=_("In or before"))
