"""What each column of the export of organizations holds."""

from catalogue.exports.data_dictionary import RECORD, Meanings, key, many, one
from catalogue.sources.meanings import SOURCES

MEANINGS: Meanings = {
    **RECORD,
    **SOURCES,
    "slug": key("Stable code of the organization, as in its address"),
    "acronym": one("Acronym"),
    "name": one("Name"),
    "other_names": many("Other names"),
    "kind": one("Kind of body: a fixed word"),
    "parent": one("Organization of which it is part: code"),
    "successor": one("Organization that succeeded it: code"),
    "country": one("Country: ISO 3166-1 alpha-2"),
    "founded": one("Year of foundation", "gYear"),
    "ended": one("Year in which it ended", "gYear"),
    "website": one("Website", "anyURI"),
}
