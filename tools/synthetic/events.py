"""Made-up events, and the rows that tie them to everything else."""

from random import Random

from catalogue.core import sequences
from catalogue.events.models import Event, EventCitation, EventKind, Participation
from catalogue.imports.loader import SYNTHETIC_MARK
from tools.synthetic.bulk_rows import RowBuffer
from tools.synthetic.context import DAY, DAYS, MADE_UP, Context, choose_publication
from tools.synthetic.randomness import ZipfChoice
from tools.synthetic.texts import Writer


def generate_events(context: Context, number: int, chance: Random) -> None:
    """Make meetings, each with the bodies that took part."""
    writer, kinds = Writer(chance), ZipfChoice(EventKind.values)
    rows = RowBuffer(
        Event,
        "id", "code", "title", "kind", "start", "end", "city", "country_id", "summary", "status",
        "published_at", "withdrawal_reason",
    )  # fmt: skip
    links = Links(context, chance)
    for key in range(1, number + 1):
        start = int(chance.random() * (DAYS - 5))
        rows.add(
            key,
            sequences.format_code(Event.code_prefix, key),
            f"{SYNTHETIC_MARK} {writer.phrase(3, 8).capitalize()}{writer.foreign(0.01)}",
            kinds.one(chance),
            DAY[start],
            DAY[start + writer.number(0, 4)],
            writer.phrase(1, 1).title(),
            context.countries.one(chance),
            f"{MADE_UP} {writer.text(20, 60)}",
            *choose_publication(chance, DAY[start]),
        )
        links.add(key)
    rows.write()
    links.write()
    sequences.mark_codes_used(sequences.format_code(Event.code_prefix, number))
    context.events = number


class Links:
    """The rows that tie events to words, resolutions, bodies and sources."""

    def __init__(self, context: Context, chance: Random):
        self.context, self.chance = context, chance
        self.sectors = RowBuffer(Event.sectors.through, "event_id", "sector_id")
        self.measures = RowBuffer(Event.measures.through, "event_id", "measure_id")
        self.resolutions = RowBuffer(Event.resolutions.through, "event_id", "resolution_id")
        self.bodies = RowBuffer(Participation, "event_id", "organization_id", "role", "position")
        self.cited = RowBuffer(EventCitation, "event_id", "source_id", "position")

    def add(self, key: int) -> None:
        """Collect the rows of one event."""
        context, chance = self.context, self.chance
        self.sectors.add_all((key, each) for each in context.sectors.some(chance, 2))
        self.measures.add_all((key, each) for each in context.measures.some(chance, 3))
        discussed = chance.sample(context.resolutions, int(chance.random() * 3))
        self.resolutions.add_all((key, each) for each in discussed)
        bodies = context.organizations.some(chance, 1 + int(chance.random() * 4))
        self.bodies.add_all(
            (key, each, "participant" if place else "organizer", place)
            for place, each in enumerate(bodies)
        )
        self.cited.add(key, 1 + int(chance.random() * context.sources), 1)

    def write(self) -> None:
        """Write the collected rows."""
        for rows in (self.sectors, self.measures, self.resolutions, self.bodies, self.cited):
            rows.write()
