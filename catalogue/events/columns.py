"""The columns of the export of events, in the order of the page, long texts last."""

from catalogue.events.citation import event_reference
from catalogue.events.models import Event, ParticipationRole
from catalogue.exports.columns import (
    choice,
    dates,
    derived,
    field,
    key,
    link,
    links,
    permalink,
    with_types,
)
from catalogue.exports.table import Export
from catalogue.organizations.columns import role_columns
from catalogue.sources.columns import SOURCES

COLUMNS = with_types(
    Event,
    [
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
    ],
)

EXPORT = Export("events", COLUMNS, event_reference)
