"""The numbers on the home page and the about page: the counting engine has them."""

from dataclasses import dataclass

from catalogue.core.registry import listed_nouns
from catalogue.facets.index import Selection, facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.models import Resolution
from catalogue.taxonomy.models import Region, Sector


@dataclass(frozen=True)
class Totals:
    """How many public records of each noun there are, and how many practices were verified."""

    practices: int
    events: int
    resolutions: int
    organizations: int
    verified: int


def count_totals() -> Totals:
    """Count the public records."""
    numbers = {noun.plural: len(facet_indexes.index(noun).records) for noun in listed_nouns()}
    verified = Practice.objects.published().filter(last_verified_on__isnull=False).count()
    return Totals(**numbers, verified=verified)


def select_practices() -> Selection:
    """Return all public practices, to count them."""
    return Selection(facet_indexes.index(PRACTICE), {})


def count_by_sector(practices: Selection) -> list[tuple[Sector, int]]:
    """Return the sectors in use or not, each with its number of public practices."""
    counts = practices.counts("sector")
    return [(each, counts[each.slug]) for each in Sector.objects.filter(retired=False)]


def count_by_resolution(practices: Selection) -> list[tuple[Resolution, int]]:
    """Return public resolutions with the number of practices that answer each, most first."""
    counts = practices.counts("resolution")
    newest_first = Resolution.objects.published().order_by("-adopted_on", "symbol")
    return sorted(((each, counts[each.code]) for each in newest_first), key=lambda pair: -pair[1])


def count_by_region(practices: Selection) -> list[tuple[Region, int]]:
    """Return the regions directly below the World, each with its number of public practices."""
    counts = practices.counts("region")
    below_the_world = Region.objects.filter(parent__code="001")
    return [(each, counts.get(each.code, 0)) for each in below_the_world]


def count_paragraphs(practices: Selection) -> tuple[int, int]:
    """Count the numbered paragraphs, and those among them that no public practice answers."""
    counts = practices.counts("paragraph")
    return len(counts), sum(not count for count in counts.values())
