"""A slow, obvious twin of the files: every record as a model, every cell by asking it, in Python.

What is public is decided here a second time, record by record.
"""

from collections.abc import Callable

from catalogue.exports.columns import SitePath
from catalogue.models import Event, Organization, Practice, Resolution


def public(records) -> list:
    """Return the records that a reader may see."""
    return [record for record in records if record.status == "published"]


def shown(record):
    """Return one linked record, if there is one that a reader may see."""
    return record if record is not None and getattr(record, "is_public", True) else None


def own(*names: str) -> dict[str, Callable]:
    return {name: lambda record, name=name: getattr(record, name) for name in names}


def permalink() -> dict[str, Callable]:
    return {"permalink": lambda record: SitePath(record.permalink)}


def chosen(name: str) -> dict[str, Callable]:
    label = {f"{name}_label": lambda record: str(getattr(record, f"get_{name}_display")())}
    return own(name) | label


def linked(name: str, code: str, second: str, text: str, keep=list) -> dict[str, Callable]:
    def values(which):
        return lambda record: [getattr(each, which) for each in keep(getattr(record, name).all())]

    return {name: values(code), second: values(text)}


def single(name: str, code: str, text: str) -> dict[str, Callable]:
    def value(which):
        return lambda record: getattr(shown(getattr(record, name)), which, "")

    return {name: value(code), f"{name}_label": value(text)}


def bodies(relation: str, roles: dict[str, str]) -> dict[str, Callable]:
    def values(role, which):
        return lambda record: [
            getattr(row.organization, which)
            for row in getattr(record, relation).all()
            if row.role == role and row.organization.is_public
        ]

    columns = {}
    for word, role in roles.items():
        columns |= {word: values(role, "slug"), f"{word}_label": values(role, "name")}
    return columns


def parallel(prefix: str, rows: Callable, **values: Callable) -> dict[str, Callable]:
    def column(value):
        return lambda record: [value(row) for row in rows(record)]

    return {f"{prefix}_{name}": column(value) for name, value in values.items()}


SOURCES = parallel(
    "sources",
    lambda record: record.citations.all(),
    title=lambda citation: citation.source.title,
    publisher=lambda citation: citation.source.publisher,
    year=lambda citation: citation.source.year,
    locator=lambda citation: citation.locator,
    url=lambda citation: citation.source.url,
    url_unopened=lambda citation: bool(citation.source.url) and not citation.source.url_opened,
    also_read_at=lambda citation: citation.source.other_url,
    archived_url=lambda citation: citation.source.archived_url,
    read_in=lambda citation: citation.source.read_in,
    language=lambda citation: citation.source.language,
    media=lambda citation: citation.source.media,
    quotation=lambda citation: citation.quotation,
    accessed_on=lambda citation: citation.accessed_on,
)

ITSELF = parallel(
    "sources",
    lambda practice: practice.citations.all(),
    is_the_practice=lambda citation: citation.is_the_practice,
)
PRACTICE = (
    own("code")
    | permalink()
    | own("title")
    | chosen("kind")
    | linked("sectors", "slug", "sectors_label", "label")
    | linked("measures", "slug", "measures_label", "label")
    | linked("threats", "slug", "threats_label", "label")
    | linked("countries", "code", "countries_label", "name")
    | linked("regions", "name", "regions_code", "code")
    | bodies(
        "involvements",
        {
            "lead": "lead", "partners": "partner", "funders": "funder",
            "implementers": "implementer", "evaluators": "evaluator",
        },
    )
    | own("other_participants")
    | parallel(
        "basis",
        lambda practice: [
            basis
            for basis in practice.basis.all()
            if basis.paragraph.code and basis.paragraph.resolution.is_public
        ],
        resolution=lambda basis: basis.paragraph.resolution.symbol,
        paragraph=lambda basis: basis.paragraph.number,
        code=lambda basis: basis.paragraph.code,
        heading=lambda basis: basis.paragraph.heading,
        relation=lambda basis: basis.relation,
        reason=lambda basis: basis.reason,
    )
    | linked("events", "code", "events_label", "title", public)
    | own("started", "ended")
    | parallel(
        "evidence",
        lambda practice: practice.evidence.all(),
        kind=lambda evidence: evidence.kind,
        by_whom=lambda evidence: evidence.by_whom,
        finding=lambda evidence: evidence.finding,
    )
    | parallel(
        "relations",
        lambda practice: [each for each in practice.relations.all() if each.other.is_public],
        practice=lambda relation: relation.other.code,
        kind=lambda relation: relation.kind,
        reason=lambda relation: relation.reason,
    )
    | {
        "verification_on": lambda practice: practice.last_verified_on,
        "verification_verdict": lambda practice: practice.verdict,
    }
    | own("review_due_on", "version", "published_at", "updated_at")
    | SOURCES
    | ITSELF
    | own(
        "summary", "how_it_works", "results", "success_factors", "resources", "limits",
        "safeguards", "adaptation",
    )
)  # fmt: skip

EVENT = (
    own("code")
    | permalink()
    | own("title")
    | chosen("kind")
    | own("start", "end", "city")
    | single("country", "code", "name")
    | bodies(
        "participations",
        {"organizers": "organizer", "auspices": "auspices", "participants": "participant"},
    )
    | own("other_participants")
    | linked("sectors", "slug", "sectors_label", "label")
    | linked("measures", "slug", "measures_label", "label")
    | linked("resolutions", "symbol", "resolutions_code", "code", public)
    | linked("practices", "code", "practices_label", "title", public)
    | own("version", "published_at", "updated_at")
    | SOURCES
    | own("summary")
)

ORGANIZATION = (
    own("slug")
    | permalink()
    | own("acronym", "name")
    | parallel(
        "other_names",
        lambda organization: organization.other_names.all(),
        name=lambda other: other.name,
        language=lambda other: other.language,
        needs_review=lambda other: other.needs_review,
    )
    | chosen("kind")
    | single("parent", "slug", "name")
    | single("successor", "slug", "name")
    | single("country", "code", "name")
    | own("founded", "ended", "website", "published_at", "updated_at")
    | SOURCES
    | own("summary")
)

RESOLUTION = (
    own("symbol", "code")
    | permalink()
    | own("title")
    | chosen("organ")
    | own("number", "year")
    | {"adopted": lambda resolution: resolution.adopted_on}
    | own("meeting", "url", "published_at", "updated_at")
    | SOURCES
    | own("summary")
    | parallel(
        "paragraphs",
        lambda resolution: resolution.paragraphs.all(),
        paragraph=lambda paragraph: paragraph.number,
        number_confirmed=lambda paragraph: paragraph.number_confirmed,
        code=lambda paragraph: paragraph.code,
        verb=lambda paragraph: paragraph.verb,
        heading=lambda paragraph: paragraph.heading,
        measures=lambda paragraph: " ".join(each.slug for each in paragraph.measures.all()),
        summary=lambda paragraph: paragraph.summary,
        note=lambda paragraph: paragraph.note,
    )
)

CITED = ["citations__source"]
#: Each noun: its model, its columns, and what is read together so that this is slow, but not worse.
NOUNS = {
    "practices": (
        Practice,
        PRACTICE,
        [
            *CITED, "sectors", "measures", "threats", "countries", "regions", "events", "evidence",
            "involvements__organization", "basis__paragraph__resolution", "relations__other",
        ],
    ),
    "events": (
        Event,
        EVENT,
        [
            *CITED, "country", "sectors", "measures", "resolutions", "practices",
            "participations__organization",
        ],
    ),
    "organizations": (
        Organization,
        ORGANIZATION,
        [*CITED, "other_names", "parent", "successor", "country"],
    ),
    "resolutions": (Resolution, RESOLUTION, [*CITED, "paragraphs__measures"]),
}  # fmt: skip


def rows(noun: str, keys: list[int], names: list[str] | None = None) -> list[tuple]:
    """Return the cells of these records in their order."""
    model, columns, together = NOUNS[noun]
    found = model.objects.prefetch_related(*together).in_bulk(keys)
    wanted = [columns[name] for name in names or columns]
    return [tuple(cell(found[key]) for cell in wanted) for key in keys]
