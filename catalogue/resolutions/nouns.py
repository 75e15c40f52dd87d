"""Resolutions and their operative paragraphs as nouns."""

from django.utils.formats import date_format

from catalogue.core.registry import Noun
from catalogue.listings.cards import CardList
from catalogue.resolutions import symbols
from catalogue.resolutions.columns import EXPORT
from catalogue.resolutions.filters import ResolutionFilter
from catalogue.resolutions.models import CrosswalkEntry, OperativeParagraph, Resolution

RESOLUTION = Noun(
    model=Resolution,
    key="symbol",
    title="title",
    plural="resolutions",
    public=Resolution.objects.published,
    fixture=("resolutions.yaml", None),
    facet="resolution",
    code_form=symbols.RESOLUTION_FORM,
    filterset=ResolutionFilter,
    card_lists={"paragraphs": CardList("paragraphs", "number")},
    export=EXPORT,
    search_note=lambda resolution: date_format(resolution.adopted_on, "j F Y"),
    search_order=2,
    breakdowns=(("organ",), ("year",), ("source_health",)),
)
PARAGRAPH = Noun(
    model=OperativeParagraph,
    key="code",
    title="heading",
    plural="paragraphs",
    public=lambda: OperativeParagraph.objects.public().select_related("resolution"),
    facet="paragraph",
    code_form=symbols.PARAGRAPH_FORM,
)
CROSSWALK = Noun(
    model=CrosswalkEntry,
    key="",
    key_links=("from_paragraph", "to_paragraph"),
    title="reason",
    plural="crosswalk",
    public=lambda: CrosswalkEntry.objects.filter(
        from_paragraph__resolution__status="published", to_paragraph__resolution__status="published"
    ),
    has_pages=False,
    fixture=("crosswalk.yaml", None),
)
