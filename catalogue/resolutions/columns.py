"""The columns of the export of resolutions, in the order of the page, long texts last."""

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from catalogue.db.expressions import JoinedTexts
from catalogue.exports.citation import Reference, WorkType, source_notes
from catalogue.exports.columns import (
    RelatedRows,
    choice,
    dates,
    derived,
    field,
    in_rows,
    key,
    permalink,
)
from catalogue.exports.table import Export
from catalogue.resolutions.models import Resolution
from catalogue.sources.columns import SOURCES
from catalogue.taxonomy.models import Measure

#: The codes of the measures of a paragraph.
MEASURES = JoinedTexts(Measure.objects.filter(paragraphs=OuterRef("pk")).values("slug"))

PARAGRAPHS = in_rows(
    "paragraphs",
    RelatedRows("paragraphs"),
    [
        field(
            "paragraph",
            "Number of each operative paragraph; empty: read, number not known",
            "number",
        ),
        field("number_confirmed", "`true`: the number was seen in the text"),
        derived("code", "Code of the paragraph, as in addresses"),
        field("verb", "Operative verb"),
        field("heading", "Heading by the editors"),
        field("measures", "Codes of its measures, parted by blanks", MEASURES),
        field("summary", "Summary in our own words"),
        field("note", "Note on the reading"),
    ],
)

COLUMNS = [
    key("symbol", "Symbol, for example `S/RES/2341 (2017)`"),
    derived("code", "Short code, as in addresses: `2341`, `75-291`"),
    permalink("resolution-list", "slug"),
    field("title", "Title"),
    *choice("organ", "Organ: `security_council` or `general_assembly`"),
    field("number", "Number"),
    field("year", "Year"),
    field("adopted", "Day of adoption", "adopted_on"),
    field("meeting", "Meeting"),
    field("url", "Address of the text"),
    *dates(),
    *SOURCES,
    field("summary", "Summary"),
    *PARAGRAPHS,
]


def resolution_reference(row: dict) -> Reference:
    """Return a row of the list of resolutions as a reference."""
    return Reference(
        work=WorkType.LAW,
        kind="resolution",
        kind_label=_("Resolution"),
        code=row["symbol"],
        title=row["title"] or row["symbol"],
        permalink=row["permalink"],
        published=row["published_at"],
        updated=row["updated_at"],
        bodies=(_("United Nations %(organ)s") % {"organ": row["organ_label"]},),
        year=row["year"],
        date=row["adopted"],
        publisher=_("United Nations"),
        number=row["symbol"],
        abstract=row["summary"],
        notes=((f"{_('Text')}: {row['url']}",) if row["url"] else ()) + source_notes(row),
    )


EXPORT = Export("resolutions", Resolution, COLUMNS, resolution_reference)
