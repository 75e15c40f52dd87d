"""The columns of the export of resolutions, in the order of the page, long texts last."""

from catalogue.exports.columns import Column, chosen, own, parallel, permalink
from catalogue.exports.table import Export
from catalogue.resolutions.querysets import ResolutionQuerySet
from catalogue.sources.exports import SOURCES

COLUMNS = [
    *own("symbol"),
    *own("code", derived=True),
    permalink(),
    *own("title"),
    *chosen("organ"),
    *own("number", "year"),
    Column("adopted", lambda resolution: resolution.adopted_on),
    *own("meeting", "url"),
    *own("published_at", "updated_at", derived=True),
    *SOURCES,
    *own("summary"),
    *parallel(
        "paragraphs",
        lambda resolution: resolution.paragraphs.all(),
        derived=("code",),
        paragraph=lambda paragraph: paragraph.number,
        number_confirmed=lambda paragraph: paragraph.number_confirmed,
        code=lambda paragraph: paragraph.code,
        verb=lambda paragraph: paragraph.verb,
        heading=lambda paragraph: paragraph.heading,
        measures=lambda paragraph: " ".join(each.slug for each in paragraph.measures.all()),
        summary=lambda paragraph: paragraph.summary,
        note=lambda paragraph: paragraph.note,
    ),
]

EXPORT = Export("resolutions", COLUMNS, ResolutionQuerySet.for_export)
