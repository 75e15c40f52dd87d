"""Filters of the list of organizations."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalogue.listings.facets import DecadeFacet, Facet, RecordFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, YearFilter
from catalogue.organizations.models import Organization, OrganizationKind
from catalogue.search.search_index import RelatedText, SearchIndex
from catalogue.sources.filters import SourceHealthFacet
from catalogue.taxonomy.filters import country_facet, region_facet

#: A facet over the public organizations of other records.
organization_facet = partial(
    RecordFacet,
    label=_("Organization"),
    values=Organization.objects.published,
    text="name",
    only_used=True,
)


def index_bodies(path: str) -> tuple[RelatedText, RelatedText]:
    """Return the names of the organizations of another noun, for its search index."""
    bodies = f"{path}__organization"
    return (
        RelatedText(_("Organizations"), bodies, ("name", "acronym")),
        RelatedText(_("Other names of organizations"), f"{bodies}__other_names", ("name",)),
    )


class OrganizationFilter(ListFilterSet):
    """What a reader can ask of organizations."""

    searched = SearchIndex(
        Organization,
        title=("name", "acronym", RelatedText(_("Other names"), "other_names", ("name",))),
        summary=("summary",),
        names=(
            RelatedText(_("Country"), "country", ("name", "region__name")),
            RelatedText(_("Part of"), "parent", ("name", "acronym")),
        ),
    )
    equals = ("folded",)
    sorts = {
        "title": (_("Name"), "folded"),
        "newest": (_("Newest record"), "-published_at"),
    }
    last_key = "slug"

    kind = Facet("kind", label=_("Kind"), choices=OrganizationKind.choices)
    region = region_facet("country__region")
    country = country_facet("country")
    parent = organization_facet("parent", label=_("Part of"))
    decade = DecadeFacet("founded", label=_("Decade founded"), group_label=_("Year founded"))
    year = YearFacet("founded", label=_("Year founded"))
    source_health = SourceHealthFacet("citations__source")
    year_from = YearFilter(label=_("Founded in or after"))
    year_to = YearFilter(label=_("Founded in or before"))
