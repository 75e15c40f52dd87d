"""From a record in a file to the state that the catalogue should hold, noun by noun."""

from datetime import date
from functools import partial

from catalogue.core.models import Status, Verdict
from catalogue.editorial.verification import next_review_date
from catalogue.events.columns import COLUMNS as EVENT_COLUMNS
from catalogue.events.models import Event, EventKind
from catalogue.exports.columns import Column
from catalogue.imports import source_parser
from catalogue.imports.resolvers import RecordIndex
from catalogue.imports.sync import RecordState
from catalogue.imports.yaml_reader import Entry
from catalogue.organizations.models import Organization, OrganizationKind
from catalogue.practices.columns import COLUMNS as PRACTICE_COLUMNS
from catalogue.practices.models import Practice, PracticeKind
from catalogue.practices.relations import (
    BasisRelation,
    EvidenceKind,
    RelatedAs,
)
from catalogue.resolutions import symbols
from catalogue.resolutions.models import OperativeParagraph, Organ, Resolution
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat


def texts(entry: Entry, *names: str) -> dict[str, str]:
    """Return text fields as they are stored: an absent one is empty."""
    return {name: (entry.data.get(name) or "").strip() for name in names}


def day(text: str | None) -> date | None:
    """Return a date from its ISO form."""
    return date.fromisoformat(text) if text else None


def term(model, entry: Entry, known: RecordIndex) -> RecordState:
    """Describe a sector, measure or threat."""
    return RecordState(
        texts(entry, "label", "definition")
        | {
            "order": entry.data.get("order", 0),
            "retired": entry.data.get("retired", False),
            "parent": known.one(entry, model, entry.data.get("parent"), where="parent"),
        }
    )


def region(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe a region of M49; files list them in the order in which they are shown."""
    parent = known.one(entry, Region, entry.data.get("parent"), where="parent")
    return RecordState({"name": entry.data["name"], "parent": parent, "order": entry.position})


def country(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe a country or area of ISO 3166-1."""
    words = {name: entry.data[name] for name in ("alpha3", "numeric", "name", "un_member")}
    return RecordState(
        words | {"region": known.one(entry, Region, entry.data["region"], where="region")}
    )


def organization(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe an organization."""
    data = entry.data
    values = texts(entry, "name", "acronym", "website", "summary") | {
        "kind": known.choice(entry, OrganizationKind, data["kind"], where="kind"),
        "other_names": "\n".join(data.get("other_names", [])),
        "parent": known.one(entry, Organization, data.get("parent"), where="parent"),
        "successor": known.one(entry, Organization, data.get("successor"), where="successor"),
        "country": known.one(entry, Country, data.get("country"), where="country"),
        "founded": data.get("founded"),
        "ended": data.get("ended"),
        "status": Status.PUBLISHED,
    }
    return RecordState(values, rows={"citations": source_parser.rows(entry, known.sources)})


def resolution(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe a resolution with its operative paragraphs and the streams of its preamble."""
    data = entry.data
    values = texts(entry, "meeting", "title", "summary", "url") | {
        "organ": known.choice(entry, Organ, data["organ"], where="organ"),
        "number": data["number"],
        "year": data["year"],
        "adopted_on": day(data["adopted"]),
        "status": Status.PUBLISHED,
    }
    return RecordState(
        values,
        rows={
            "paragraphs": paragraphs(entry, known),
            "streams": named_streams(entry, known),
            "citations": source_parser.rows(entry, known.sources),
        },
    )


def streams(measures: list[Entry]) -> dict[str, list[tuple[str, str]]]:
    """Return (stream, measure) pairs by the symbol of the resolution whose preamble names them."""
    by_symbol: dict[str, list[tuple[str, str]]] = {}
    for measure in measures:
        for data in measure.data.get("streams", []):
            by_symbol.setdefault(data["resolution"], []).append((data["name"], measure.key))
    return by_symbol


def named_streams(entry: Entry, known: RecordIndex) -> list[dict]:
    """Describe the streams of effort in a preamble, by measure and name."""
    rows = [
        {"name": name, "measure": known.one(entry, Measure, measure, where="streams")}
        for name, measure in known.streams.get(entry.key, [])
    ]
    return sorted(rows, key=lambda row: (row["measure"].order, row["measure"].slug, row["name"]))


def paragraphs(entry: Entry, known: RecordIndex) -> list[dict]:
    """Describe operative paragraphs: those with a number in its order, the others behind them."""
    listed = entry.data.get("paragraphs", [])
    rows = [
        {
            "number": data.get("paragraph") or "",
            "number_confirmed": data["number_confirmed"],
            "summary": data["summary"],
            "measures": known.many(entry, Measure, data.get("measures"), where="measures"),
            "order": position,
            **{name: data.get(name) or "" for name in ("verb", "heading", "note")},
        }
        for position, data in enumerate(sorted(listed, key=symbols.paragraph_sort_key), start=1)
    ]
    return rows


def event(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe an event, who took part in it, and what was discussed."""
    data = entry.data
    values = texts(entry, "title", "city", "summary", "other_participants", "review_note") | {
        "kind": known.choice(entry, EventKind, data["kind"], where="kind"),
        "status": known.choice(entry, Status, data["status"], where="status"),
        "start": day(data["start"]),
        "end": day(data.get("end")),
        "country": known.one(entry, Country, data.get("country"), where="country"),
    }
    links = linked(
        entry, known, {"sectors": Sector, "measures": Measure, "resolutions": Resolution}
    )
    rows = {
        "participations": bodies(entry, known, EVENT_COLUMNS),
        "citations": source_parser.rows(entry, known.sources),
    }
    return RecordState(values, links, rows)


def linked(entry: Entry, known: RecordIndex, models: dict) -> dict:
    """Return the records that lists of words name, by field."""
    return {
        name: known.many(entry, model, entry.data.get(name), where=name)
        for name, model in models.items()
    }


def bodies(entry: Entry, known: RecordIndex, columns: list[Column]) -> list[dict]:
    """Return the organizations of a record with their roles, in the order of the file."""
    pairs = [
        (organization, each.reads.role)
        for each in columns
        if each.reads and each.reads.role
        for organization in known.many(
            entry, Organization, entry.data.get(each.name), where=each.name
        )
    ]
    return [
        {"organization": organization, "role": role, "position": position}
        for position, (organization, role) in enumerate(pairs, start=1)
    ]


def practice(entry: Entry, known: RecordIndex) -> RecordState:
    """Describe a practice with everything on which it rests."""
    links = linked(
        entry,
        known,
        {"sectors": Sector, "measures": Measure, "threats": Threat, "countries": Country,
         "events": Event},
    )  # fmt: skip
    words = entry.data.get("regions")
    links["regions"] = known.many(entry, Region, words, where="regions", by="name")
    rows = {
        "involvements": bodies(entry, known, PRACTICE_COLUMNS),
        "basis": basis(entry, known),
        "evidence": evidence(entry, known),
        "relations": relations(entry, known),
        "citations": source_parser.rows(entry, known.sources),
    }
    return RecordState(practice_values(entry, known), links, rows)


def practice_values(entry: Entry, known: RecordIndex) -> dict:
    """Describe a practice's own values; a second reading is its verification."""
    data = entry.data
    values = texts(
        entry, "title", "summary", "how_it_works", "results", "success_factors", "resources",
        "limits", "safeguards", "adaptation", "other_participants", "review_note",
    )  # fmt: skip
    return (
        values
        | verification(entry, known)
        | {
            "kind": known.choice(entry, PracticeKind, data["kind"], where="kind"),
            "status": known.choice(entry, Status, data["status"], where="status"),
            "started": data.get("started"),
            "ended": data.get("ended"),
        }
    )


def verification(entry: Entry, known: RecordIndex) -> dict:
    """Describe when a record was verified, with what verdict, and when it is due again."""
    reading = entry.data.get("verification")
    if not reading:
        return {"last_verified_on": None, "verdict": "", "review_due_on": None}
    on = day(reading["on"])
    word = reading["verdict"].replace(" ", "_")
    return {
        "last_verified_on": on,
        "verdict": known.choice(entry, Verdict, word, where="verification.verdict"),
        "review_due_on": next_review_date(on),
    }


def basis(entry: Entry, known: RecordIndex) -> list[dict]:
    """Return the paragraphs that a practice answers, the strongest first."""
    rows = []
    for position, data in enumerate(entry.data.get("basis", []), start=1):
        word = paragraph_code(data["resolution"], data["paragraph"])
        rows.append(
            {
                "paragraph": known.one(entry, OperativeParagraph, word, where="basis"),
                "relation": known.choice(entry, BasisRelation, data["relation"], where="basis"),
                "reason": data.get("reason", ""),
                "position": position,
            }
        )
    return [row for row in rows if row["paragraph"]]


def paragraph_code(symbol: str, number: str) -> str:
    """Return the code of a paragraph; the words themselves where the symbol cannot be read."""
    try:
        return f"{symbols.short_code(symbol)}-{symbols.paragraph_slug(number)}"
    except ValueError:
        return f"{symbol} {number}"


def evidence(entry: Entry, known: RecordIndex) -> list[dict]:
    """Return what was found about a practice, and by whom."""
    return [
        {**data, "kind": known.choice(entry, EvidenceKind, data["kind"], where="evidence.kind")}
        for data in entry.data.get("evidence", [])
    ]


def relations(entry: Entry, known: RecordIndex) -> list[dict]:
    """Return a practice's links to other practices."""
    rows = [
        {
            "other": known.one(entry, Practice, data["practice"], where="relations"),
            "kind": known.choice(entry, RelatedAs, data["kind"], where="relations.kind"),
            "reason": data.get("reason", ""),
        }
        for data in entry.data.get("relations", [])
    ]
    return sorted((row for row in rows if row["other"]), key=lambda row: row["kind"])


#: How each kind of record is described, in the order in which records may lean on each other.
DESCRIBE = {
    Region: region,
    Country: country,
    Sector: partial(term, Sector),
    Measure: partial(term, Measure),
    Threat: partial(term, Threat),
    Organization: organization,
    Resolution: resolution,
    Event: event,
    Practice: practice,
}
