"""Made-up practices, and the rows that tie them to everything else."""

from random import Random

from catalogue.core import sequences
from catalogue.core.models import Verdict
from catalogue.imports.loader import SYNTHETIC_MARK
from catalogue.practices.models import SECTIONS, SUMMARY_LIMIT, Practice, PracticeKind
from catalogue.practices.relations import (
    Basis,
    Evidence,
    EvidenceKind,
    Involvement,
    PracticeCitation,
    PracticeRelation,
    RelatedAs,
)
from tools.synthetic.bulk_rows import RowBuffer
from tools.synthetic.context import (
    DAY,
    DAYS,
    MADE_UP,
    YEARS,
    Context,
    choose_publication,
)
from tools.synthetic.randomness import WeightedChoice, ZipfChoice
from tools.synthetic.texts import Writer

KINDS = ZipfChoice(PracticeKind.values)
STARTS = ZipfChoice([*reversed(YEARS)], offset=6)  # there are more recent ones
VERDICTS = WeightedChoice({Verdict.CONFIRMED.value: 8, Verdict.PARTLY_CONFIRMED.value: 1,
                     Verdict.CORRECTED.value: 1})  # fmt: skip
EVIDENCE = WeightedChoice(dict(zip(EvidenceKind.values, (6, 3, 1), strict=True)))
PARTNERS = WeightedChoice({"partner": 6, "funder": 2, "implementer": 1, "evaluator": 1})
#: How many of each a practice has, with the share of the practices that have so many.
SECTORS = WeightedChoice({1: 55, 2: 30, 3: 15})
MEASURES = WeightedChoice({1: 25, 2: 35, 3: 25, 4: 15})
THREATS = WeightedChoice({0: 30, 1: 35, 2: 25, 3: 10})
COUNTRIES = WeightedChoice({0: 15, 1: 60, 2: 15, 4: 7, 8: 3})
PARAGRAPHS = WeightedChoice({0: 10, 1: 30, 2: 35, 3: 15, 5: 10})
BODIES = WeightedChoice({1: 45, 2: 30, 3: 15, 5: 10})


class Practices:
    """Generates practices one after the other; `write` writes those that were collected."""

    def __init__(self, context: Context, chance: Random):
        self.context, self.chance, self.writer = context, chance, Writer(chance)
        self.rows = RowBuffer(
            Practice,
            "id", "code", "title", "kind", "summary", "started", "ended", "other_participants",
            "status", "published_at", "withdrawal_reason", "last_verified_on", "verdict",
            "review_due_on", *SECTIONS,
        )  # fmt: skip
        through = (Practice.sectors, Practice.measures, Practice.threats, Practice.countries,
                   Practice.regions, Practice.events)  # fmt: skip
        self.sectors, self.measures, self.threats, self.countries, self.regions, self.events = (
            RowBuffer(each.through, "practice_id", f"{each.rel.model._meta.model_name}_id")
            for each in through
        )
        self.basis = RowBuffer(
            Basis, "practice_id", "paragraph_id", "relation", "reason", "position"
        )
        self.bodies = RowBuffer(Involvement, "practice_id", "organization_id", "role", "position")
        self.evidence = RowBuffer(Evidence, "practice_id", "kind", "by_whom", "finding")
        self.cited = RowBuffer(PracticeCitation, "practice_id", "source_id", "locator", "position")
        self.related = RowBuffer(PracticeRelation, "practice_id", "other_id", "kind", "reason")

    def add(self, key: int) -> None:
        """Make one practice with everything that belongs to it."""
        chance, writer = self.chance, self.writer
        day, started = int(chance.random() * (DAYS - 800)), self.start()
        self.rows.add(
            key,
            sequences.format_code(Practice.code_prefix, key),
            f"{SYNTHETIC_MARK} {writer.phrase(3, 9).capitalize()}{writer.foreign(0.01)}",
            KINDS.one(chance),
            f"{MADE_UP} {writer.text(15, 45)}{writer.foreign(0.005)}"[:SUMMARY_LIMIT],
            started,
            self.end(started),
            writer.pitfall(0.01),
            *choose_publication(chance, DAY[day]),
            *self.verification(day),
            writer.text(30, 80),
            *(writer.text(15, 40) if chance.random() < 0.2 else "" for _name in SECTIONS[1:]),
        )
        self.add_words(key)
        self.add_ties(key)

    def start(self) -> int | None:
        """Return the year in which a practice began; of some it is not known."""
        return STARTS.one(self.chance) if self.chance.random() < 0.95 else None

    def end(self, started: int | None) -> int | None:
        """Return the year in which a practice ended: up to ten years later; most go on."""
        if not started or self.chance.random() >= 0.2:
            return None
        return min(started + self.writer.number(0, 9), YEARS[-1])

    def verification(self, day: int) -> tuple:
        """Return day, verdict and next day of a verification; some records had none."""
        if self.chance.random() < 0.3:
            return None, "", None
        return DAY[day + 60], VERDICTS.one(self.chance), DAY[day + 60 + 730]

    def add_words(self, key: int) -> None:
        """Add the terms, countries and regions of a practice."""
        context, chance = self.context, self.chance
        for rows, values, numbers in (
            (self.sectors, context.sectors, SECTORS),
            (self.measures, context.measures, MEASURES),
            (self.threats, context.threats, THREATS),
            (self.countries, context.countries, COUNTRIES),
        ):
            chosen = values.some(chance, numbers.one(chance))
            rows.add_all([(key, each) for each in chosen])
        if chance.random() < 0.1:
            self.regions.add(key, context.regions.one(chance))

    def add_ties(self, key: int) -> None:
        """Tie a practice to paragraphs, bodies, events, sources, evidence and another practice."""
        context, chance, writer = self.context, self.chance, self.writer
        answered = context.paragraphs.some(chance, PARAGRAPHS.one(chance))
        for place, each in enumerate(answered):
            relation = "cites" if chance.random() < 0.4 else "subject"
            self.basis.add(key, each, relation, writer.phrase(4, 10), place)
        for place, each in enumerate(context.organizations.some(chance, BODIES.one(chance))):
            role = PARTNERS.one(chance) if place else "lead"
            self.bodies.add(key, each, role, place)
        for place in range(1 + (chance.random() < 0.4)):
            source = 1 + int(chance.random() * context.sources)
            self.cited.add(key, source, f"p. {writer.number(1, 90)}, no. {place}", place)
        if chance.random() < 0.3:
            self.events.add(key, 1 + int(chance.random() * context.events))
        if chance.random() < 0.4:
            kind = EVIDENCE.one(chance)
            self.evidence.add(key, kind, writer.phrase(1, 3), writer.text(8, 20))
        if key > 1 and chance.random() < 0.05:
            other = 1 + int(chance.random() * (key - 1))
            self.related.add(key, other, chance.choice(RelatedAs.values), writer.phrase(3, 8))

    def write(self) -> None:
        """Write what waits, practices first."""
        for rows in (self.rows, self.sectors, self.measures, self.threats, self.countries,
                     self.regions, self.events, self.basis, self.bodies, self.evidence,
                     self.cited, self.related):  # fmt: skip
            rows.write()
