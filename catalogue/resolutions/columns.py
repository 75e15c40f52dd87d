"""The columns of the export of resolutions, in the order of the page, long texts last."""

from django.db.models import OuterRef

from catalogue.exports.columns import Column, RelatedRows, chosen, own, parallel, permalink
from catalogue.exports.expressions import JoinedTexts
from catalogue.exports.table import Export
from catalogue.resolutions.citation import resolution_reference
from catalogue.resolutions.meanings import MEANINGS
from catalogue.sources.columns import SOURCES
from catalogue.taxonomy.models import Measure

#: The codes of the measures of a paragraph.
MEASURES = JoinedTexts(Measure.objects.filter(paragraphs=OuterRef("pk")).values("slug"))

COLUMNS = [
    *own("symbol"),
    *own("code", derived=True),
    permalink("resolution-list", "slug"),
    *own("title"),
    *chosen("organ"),
    *own("number", "year"),
    Column("adopted", "adopted_on"),
    *own("meeting", "url"),
    *own("published_at", "updated_at", derived=True),
    *SOURCES,
    *own("summary"),
    *parallel(
        "paragraphs",
        RelatedRows("paragraphs"),
        derived=["code"],
        paragraph="number",
        number_confirmed="number_confirmed",
        code="code",
        verb="verb",
        heading="heading",
        measures=MEASURES,
        summary="summary",
        note="note",
    ),
]

EXPORT = Export("resolutions", COLUMNS, MEANINGS, resolution_reference)
