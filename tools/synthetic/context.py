"""What practices and events refer to: vocabularies, organizations, sources, paragraphs, days."""

import datetime
from dataclasses import dataclass, field
from random import Random

from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat
from tools.synthetic.randomness import WeightedChoice, ZipfChoice, create_random

MADE_UP = "Made up for measurements; nothing like it exists."
YEARS = range(2001, 2027)
#: Days between which records were published or verified.
FIRST_DAY, DAYS = datetime.date(2017, 1, 1), 3200
DAY = [str(FIRST_DAY + datetime.timedelta(days)) for days in range(DAYS)]
STATUS = WeightedChoice({"published": 90, "draft": 5, "in_review": 3, "withdrawn": 2})


def list_shuffled_keys(model, *order: str) -> list[int]:
    """Return the keys of a vocabulary, sorted by code and then shuffled, always in the same way."""
    found = list(model.objects.order_by(*order).values_list("pk", flat=True))
    create_random(0, model.__name__).shuffle(found)
    return found


def choose_from(model, order: str, offset: float = 2):
    """Return the field of a choice among the records of a vocabulary."""
    return field(default_factory=lambda: ZipfChoice(list_shuffled_keys(model, order), offset))


@dataclass
class Context:
    """The records that practices and events refer to, each drawn more or less often."""

    sectors: ZipfChoice = field(
        default_factory=lambda: ZipfChoice(list_shuffled_keys(Sector, "slug"))
    )
    measures: ZipfChoice = field(
        default_factory=lambda: ZipfChoice(list_shuffled_keys(Measure, "slug"))
    )
    threats: ZipfChoice = field(
        default_factory=lambda: ZipfChoice(list_shuffled_keys(Threat, "slug"))
    )
    countries: ZipfChoice = field(
        default_factory=lambda: ZipfChoice(list_shuffled_keys(Country, "code"), offset=5)
    )
    regions: ZipfChoice = field(
        default_factory=lambda: ZipfChoice(list_shuffled_keys(Region, "code"))
    )
    sources: int = 0
    organizations: ZipfChoice = field(default_factory=lambda: ZipfChoice([]))
    resolutions: list[int] = field(default_factory=list)
    paragraphs: ZipfChoice = field(default_factory=lambda: ZipfChoice([]))
    events: int = 0


def choose_publication(chance: Random, day: str) -> tuple:
    """Return status, date of publication and reason for withdrawal."""
    status = STATUS.one(chance)
    public = status in ("published", "withdrawn")
    return (
        status,
        f"{day} {int(chance.random() * 24):02}:00:00" if public else None,
        "It was replaced by a later text." if status == "withdrawn" else "",
    )
