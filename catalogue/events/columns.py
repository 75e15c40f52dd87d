"""The columns of the export of events, in the order of the page, long texts last."""

from catalogue.events.citation import event_reference
from catalogue.events.meanings import MEANINGS
from catalogue.events.models import ParticipationRole
from catalogue.exports.columns import chosen, linked, own, permalink, single
from catalogue.exports.table import Export
from catalogue.organizations.columns import role_columns
from catalogue.sources.columns import SOURCES

#: The word of the records for each role.
ROLES = {
    "organizers": ParticipationRole.ORGANIZER,
    "auspices": ParticipationRole.AUSPICES,
    "participants": ParticipationRole.PARTICIPANT,
}


COLUMNS = [
    *own("code"),
    permalink("event-list", "code"),
    *own("title"),
    *chosen("kind"),
    *own("start", "end", "city"),
    *single("country", "code", "name"),
    *role_columns("participations", ROLES),
    *own("other_participants"),
    *linked("sectors", "slug", "sectors_label", "label"),
    *linked("measures", "slug", "measures_label", "label"),
    *linked("resolutions", "symbol", "resolutions_code", "code"),
    *linked("practices", "code", "practices_label", "title", derived=True),
    *own("version", "published_at", "updated_at", derived=True),
    *SOURCES,
    *own("summary"),
]

EXPORT = Export("events", COLUMNS, MEANINGS, event_reference)
