"""Filters, words and orders of the list of practices."""

from django.db.models import Exists, F, OrderBy, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalogue.events.models import Event
from catalogue.listings.facets import DecadeFacet, Facet, RecordFacet, VerifiedFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, YearFilter
from catalogue.organizations.filters import index_bodies, organization_facet
from catalogue.organizations.models import Organization, OrganizationKind
from catalogue.practices.models import Practice, PracticeKind
from catalogue.practices.relations import Evidence, EvidenceKind, PracticeCitation
from catalogue.resolutions.filters import ParagraphFacet, public_paragraphs, resolution_facet
from catalogue.search.search_index import RelatedText, SearchIndex
from catalogue.sources.filters import SourceHealthFacet
from catalogue.taxonomy.filters import TermFacet, country_facet, region_facet
from catalogue.taxonomy.models import Measure, Sector, Threat

EVIDENCE = Evidence.objects.filter(practice=OuterRef("pk"))
CITED_AS_PRACTICE = PracticeCitation.objects.filter(practice=OuterRef("pk"), is_the_practice=True)


class PracticeFilter(ListFilterSet):
    """What a reader can ask of practices."""

    searched = SearchIndex(
        Practice,
        title=("code", "title"),
        summary=("summary",),
        names=(
            *index_bodies("involvements"),
            RelatedText(_("Sectors"), "sectors", ("label",)),
            RelatedText(_("Measures"), "measures", ("label",)),
            RelatedText(_("Threats"), "threats", ("label",)),
            RelatedText(_("Countries"), "countries", ("name", "region__name")),
            RelatedText(_("Regions"), "regions", ("name",)),
            RelatedText(
                _("Operative paragraphs"), "basis__paragraph", ("resolution__symbol", "code")
            ),
            RelatedText(_("Events"), "events", ("code", "title")),
        ),
        text=(
            "how_it_works",
            "results",
            "success_factors",
            "resources",
            "limits",
            "safeguards",
            "adaptation",
            "other_participants",
            RelatedText(_("Evidence"), "evidence", ("by_whom", "finding")),
        ),
    )
    #: The document itself before texts about it, what has results before what has none.
    equals = (
        OrderBy(Exists(CITED_AS_PRACTICE), descending=True),
        OrderBy(Q(Exists(EVIDENCE)) | ~Q(results=""), descending=True),
    )
    sorts = {
        "verified": (_("Recently verified"), F("last_verified_on").desc(nulls_last=True)),
        "newest": (_("Newest"), "-published_at"),
        "title": (_("Title"), "folded"),
    }

    sector = TermFacet("sectors", label=_("Sector"), values=Sector.objects.all)
    measure = TermFacet("measures", label=_("Measure"), values=Measure.objects.all)
    threat = TermFacet("threats", label=_("Threat"), values=Threat.objects.all)
    resolution = resolution_facet("basis__paragraph__resolution")
    paragraph = ParagraphFacet(
        "basis__paragraph", label=_("Operative paragraph"), under="resolution",
        parent_path="resolution__code", values=public_paragraphs, code="code",
    )  # fmt: skip
    region = region_facet("regions", "countries__region")
    country = country_facet("countries")
    organization = organization_facet("organizations")
    organization_kind = RecordFacet(
        "organizations", label=_("Kind of organization"), choices=OrganizationKind.choices,
        values=Organization.objects.published, code="kind",
    )  # fmt: skip
    kind = Facet("kind", label=_("Kind"), choices=PracticeKind.choices)
    event = RecordFacet(
        "events", label=_("Event"), values=Event.objects.published, code="code", text="title",
        only_used=True,
    )  # fmt: skip
    decade = DecadeFacet("started", label=_("Decade started"), group_label=_("Year started"))
    year = YearFacet("started", label=_("Year started"))
    evidence = Facet("evidence__kind", label=_("Evidence"), choices=EvidenceKind.choices)
    verified = VerifiedFacet()
    source_health = SourceHealthFacet("citations__source")
    year_from = YearFilter(label=_("Started in or after"))
    year_to = YearFilter(label=_("Started in or before"))
