"""What each column of the export of events holds."""

from catalogue.exports.data_dictionary import RECORD, Meanings, key, many, one
from catalogue.sources.meanings import SOURCES

MEANINGS: Meanings = {
    **RECORD,
    **SOURCES,
    "code": key("Stable code of the record, for example `EV-0001`; never reused"),
    "title": one("Title"),
    "kind": one("Kind of event: a fixed word"),
    "start": one("First day", "date"),
    "end": one("Last day", "date"),
    "city": one("City"),
    "country": one("Country: ISO 3166-1 alpha-2"),
    "organizers": many("Organizers: codes"),
    "auspices": many("Under the auspices of: codes"),
    "participants": many("Participants: codes"),
    "other_participants": one("Groups without a record of their own"),
    "sectors": many("Sectors: codes"),
    "measures": many("Measures: codes"),
    "resolutions": many("Resolutions discussed: symbols"),
    "resolutions_code": many("Their short codes, as in addresses: `2341`"),
    "practices": many("Practices presented: codes"),
    "version": one("Version of the record", "integer"),
}
