"""Filters of the list of resolutions, and what other nouns offer of resolutions."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalogue.listings.facets import Facet, RecordFacet, YearFacet
from catalogue.listings.filterset import ListFilterSet, YearFilter
from catalogue.resolutions.models import OperativeParagraph, Organ, Resolution
from catalogue.search.search_index import RelatedText, SearchIndex
from catalogue.sources.filters import SourceHealthFacet
from catalogue.taxonomy.filters import TermFacet
from catalogue.taxonomy.models import Measure

#: A facet over the public resolutions, the newest first.
resolution_facet = partial(
    RecordFacet,
    label=_("Resolution"),
    group_label=_("Resolution and paragraph"),
    values=Resolution.objects.published,
    code="code",
    text="symbol",
)


class ParagraphFacet(RecordFacet):
    """A facet over the numbered paragraphs of public resolutions, resolution by resolution."""

    def labels(self, used):
        """Return the code and name of every paragraph."""
        return [(each.code, str(each)) for each in self.values().select_related("resolution")]


def public_paragraphs():
    """Return the paragraphs that have a page, resolution by resolution, the newest first."""
    order = ("-resolution__adopted_on", "resolution__symbol", "order", "pk")
    return OperativeParagraph.objects.public().order_by(*order)


class ResolutionFilter(ListFilterSet):
    """What a reader can ask of resolutions."""

    searched = SearchIndex(
        Resolution,
        title=("symbol", "code", "title"),
        summary=("summary",),
        names=("meeting", RelatedText(_("Measures"), "paragraphs__measures", ("label",))),
        text=(
            RelatedText(_("Operative paragraphs"), "paragraphs", ("code", "heading", "summary")),
        ),
    )
    equals = ("-adopted_on",)
    sorts = {
        "adopted": (_("Newest adopted"), "-adopted_on"),
        "newest": (_("Newest record"), "-published_at"),
        "title": (_("Symbol"), "symbol"),
    }

    measure = TermFacet("paragraphs__measures", label=_("Measure"), values=Measure.objects.all)
    organ = Facet("organ", label=_("Organ"), choices=Organ.choices)
    year = YearFacet("year", label=_("Year adopted"))
    source_health = SourceHealthFacet("citations__source")
    year_from = YearFilter(label=_("Adopted in or after"))
    year_to = YearFilter(label=_("Adopted in or before"))
