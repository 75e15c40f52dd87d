"""What practices and events draw from: words, bodies, sources, paragraphs, days."""

import datetime
from dataclasses import dataclass, field
from random import Random

from catalogue.synthetic.chance import Skewed, Weighted, chance_of
from catalogue.taxonomy.models import Country, Measure, Region, Sector, Threat

MADE_UP = "Made up for measurements; nothing like it exists."
YEARS = range(2001, 2027)
#: Days between which records were published or verified.
FIRST_DAY, DAYS = datetime.date(2017, 1, 1), 3200
DAY = [str(FIRST_DAY + datetime.timedelta(days)) for days in range(DAYS)]
STATUS = Weighted({"published": 90, "draft": 5, "in_review": 3, "withdrawn": 2})


def keys(model, *order: str) -> list[int]:
    """Return the keys of a vocabulary, in the order of its codes, mixed always in the same way."""
    found = list(model.objects.order_by(*order).values_list("pk", flat=True))
    chance_of(0, model.__name__).shuffle(found)
    return found


@dataclass
class Surroundings:
    """The records and words that practices and events draw from, each more or less frequent."""

    sectors: Skewed = field(default_factory=lambda: Skewed(keys(Sector, "slug")))
    measures: Skewed = field(default_factory=lambda: Skewed(keys(Measure, "slug")))
    threats: Skewed = field(default_factory=lambda: Skewed(keys(Threat, "slug")))
    countries: Skewed = field(default_factory=lambda: Skewed(keys(Country, "code"), offset=5))
    regions: Skewed = field(default_factory=lambda: Skewed(keys(Region, "code")))
    sources: int = 0
    organizations: Skewed = field(default_factory=lambda: Skewed([]))
    resolutions: list[int] = field(default_factory=list)
    paragraphs: Skewed = field(default_factory=lambda: Skewed([]))
    events: int = 0


def publication(chance: Random, day: str) -> tuple:
    """Return status, date of publication and reason for withdrawal."""
    status = STATUS.one(chance)
    public = status in ("published", "withdrawn")
    return (
        status,
        f"{day} {int(chance.random() * 24):02}:00:00" if public else None,
        "It was replaced by a later text." if status == "withdrawn" else "",
    )
