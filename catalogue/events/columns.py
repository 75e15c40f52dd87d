"""The columns of the export of events, in the order of the page, long texts last."""

from catalogue.events.models import Event, ParticipationRole
from catalogue.exports.citation import Reference, WorkType, nonempty_texts, reference_from_row
from catalogue.exports.columns import choice, dates, derived, field, key, link, links, permalink
from catalogue.exports.table import Export
from catalogue.organizations.columns import role_columns
from catalogue.sources.columns import SOURCES

COLUMNS = [
    key("code", "Stable code of the record, for example `EV-0001`; never reused"),
    permalink("event-list", "code"),
    field("title", "Title"),
    *choice("kind", "Kind of event: a fixed word"),
    field("start", "First day"),
    field("end", "Last day"),
    field("city", "City"),
    *link("country", "code", "name", "Country: ISO 3166-1 alpha-2"),
    *role_columns(
        "participations",
        organizers=(ParticipationRole.ORGANIZER, "Organizers: codes"),
        auspices=(ParticipationRole.AUSPICES, "Under the auspices of: codes"),
        participants=(ParticipationRole.PARTICIPANT, "Participants: codes"),
    ),
    field("other_participants", "Groups without a record of their own"),
    *links("sectors", "slug", "Sectors: codes", label="label"),
    *links("measures", "slug", "Measures: codes", label="label"),
    *links(
        "resolutions",
        "symbol",
        "Resolutions discussed: symbols",
        code=("code", "Their short codes, as in addresses: `2341`"),
    ),
    *links("practices", "code", "Practices presented: codes", label="title", is_read=False),
    derived("version", "Version of the record"),
    *dates(),
    *SOURCES,
    field("summary", "Summary"),
]


def event_reference(row: dict) -> Reference:
    """Return a row of the list of events as a reference."""
    return reference_from_row(
        row,
        work=WorkType.MEETING,
        code=row["code"],
        title=row["title"],
        bodies=tuple(row["organizers_label"] or row["auspices_label"]),
        year=row["start"].year,
        date=row["start"],
        place=", ".join(nonempty_texts([row["city"], row["country_label"]])),
        keywords=(*row["sectors_label"], *row["measures_label"]),
    )


EXPORT = Export("events", Event, COLUMNS, event_reference)
