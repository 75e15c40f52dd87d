"""Made-up resolutions with their paragraphs."""

import datetime
from random import Random

from catalogue.imports.loader import SYNTHETIC_MARK
from catalogue.resolutions.models import Organ, Resolution
from catalogue.taxonomy.models import Measure
from tools.synthetic.context import MADE_UP, Context
from tools.synthetic.randomness import ZipfChoice
from tools.synthetic.texts import Writer

#: How many paragraphs the resolutions have: 60 in all.
PARAGRAPHS = (10, 14, 3, 2, 2, 8, 4, 5, 3, 3, 2, 3, 1)
OF_THE_ASSEMBLY = 3  # the last resolutions
VERBS = ("decides", "calls upon", "urges", "encourages", "requests", "invites")


def generate_resolutions(context: Context, chance: Random) -> None:
    """Make resolutions with 60 numbered paragraphs in all, in the shape of the real ones."""
    writer, measures, paragraphs = Writer(chance), Measure.objects.in_bulk(), []
    for place, count in enumerate(PARAGRAPHS, start=1):
        year = 2000 + place
        resolution = Resolution.objects.create(
            **names(place, year),
            year=year,
            adopted_on=datetime.date(year, 1 + place % 12, 13),
            title=f"{SYNTHETIC_MARK} {writer.phrase(3, 7).capitalize()}",
            summary=f"{MADE_UP} {writer.text(20, 60)}",
            status="published",
            published_at=datetime.datetime(2017, 1, place, tzinfo=datetime.UTC),
        )
        resolution.citations.create(source_id=1 + place % context.sources, position=1)
        for number in range(1, count + 1):
            paragraph = resolution.paragraphs.create(
                number=str(number), number_confirmed=True, order=number,
                verb=chance.choice(VERBS), summary=writer.text(10, 30),
            )  # fmt: skip
            paragraph.measures.set([measures[key] for key in context.measures.some(chance, 2)])
            paragraphs.append(paragraph.pk)
        context.resolutions.append(resolution.pk)
    chance.shuffle(paragraphs)
    context.paragraphs = ZipfChoice(paragraphs)


def names(place: int, year: int) -> dict:
    """Return organ, number and symbol of a resolution; its number is one that no real one has."""
    if place > len(PARAGRAPHS) - OF_THE_ASSEMBLY:
        symbol, organ = f"A/RES/900/{place} ({year})", Organ.GENERAL_ASSEMBLY
    else:
        symbol, organ = f"S/RES/{90_000 + place} ({year})", Organ.SECURITY_COUNCIL
    return {"symbol": symbol, "organ": organ, "number": place}
