"""Front door: every noun of the catalogue, in the order of the statistics and the sitemap."""

from catalogue.core.registry import register_noun
from catalogue.coverage.nouns import NOT_APPLICABLE
from catalogue.events.nouns import EVENT
from catalogue.organizations.nouns import ORGANIZATION
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.nouns import CROSSWALK, PARAGRAPH, RESOLUTION
from catalogue.sources.nouns import SOURCE
from catalogue.taxonomy.nouns import COUNTRY, MEASURE, REGION, SECTOR, THREAT

NOUNS = [
    PRACTICE, EVENT, ORGANIZATION, RESOLUTION, PARAGRAPH, SECTOR, MEASURE, THREAT, REGION, COUNTRY,
    SOURCE, CROSSWALK, NOT_APPLICABLE,
]  # fmt: skip


def register_nouns() -> None:
    """Make all nouns known to the registry."""
    for noun in NOUNS:
        register_noun(noun)
