"""A small catalogue with `n` records of everything, for tests that look at whole pages."""

import datetime

from tests.factories import (
    make_check,
    make_country,
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
    make_source,
    make_threat,
    next_number,
)


class World:
    """`n` records of each noun; the first of each is related to all the others."""

    def __init__(self, n: int):
        self.sectors = [make_sector() for _ in range(n)]
        self.measures = [make_measure() for _ in range(n)]
        self.threats = [make_threat() for _ in range(n)]
        world = make_region(code="001", name="World")
        self.regions = [make_region(parent=world) for _ in range(n)]
        self.countries = [make_country(region=region) for region in self.regions]
        self.organizations = self.make_organizations(n)
        self.resolutions = [make_resolution(url="https://example.org/text") for _ in range(n)]
        self.paragraphs = self.make_paragraphs(n)
        self.events = [self.make_event(place) for place in range(n)]
        self.practices = [self.make_practice(place) for place in range(n)]
        for owner in [*self.sectors, *self.measures, *self.threats, *self.countries]:
            for _ in range(n):
                owner.other_names.create(name=f"other name {next_number()}")
        self.relate()

    def make_organizations(self, n):
        """Make a central organization and others below it."""
        parent = make_organization()
        successor = make_organization()
        others = [make_organization(parent=parent, successor=parent) for _ in range(n - 1)]
        central = make_organization(
            parent=parent,
            successor=successor,
            country=self.countries[0],
            website="https://example.org/",
            other_names=["One", "Two"],
            founded=2001,
        )
        for body in others:
            body.parent = body.successor = central
            body.save()
        for _ in range(n):
            central.citations.create(source=make_source())
        make_check(central.citations.first().source)
        return [central, *others]

    def make_paragraphs(self, n):
        """Make numbered and unnumbered paragraphs of the first resolution."""
        resolution = self.resolutions[0]
        unnumbered = [make_paragraph(resolution, "", order=900 + i) for i in range(n)]
        numbered = [make_paragraph(resolution, str(i), order=i) for i in range(1, n + 1)]
        for paragraph in [*numbered, *unnumbered]:
            paragraph.measures.set(self.measures)
        for measure in self.measures:
            resolution.streams.create(measure=measure, name=f"stream {measure.slug}")
        return numbered

    def make_event(self, place):
        """Make an event with every relation."""
        event = make_event(
            organizations=self.organizations,
            resolutions=self.resolutions,
            sectors=self.sectors,
            start=datetime.date(1990 + place, 4, 24),
            end=datetime.date(1990 + place, 4, 25),
            country=self.countries[place],
            city="Tokyo",
            other_participants="others",
        )
        event.measures.set(self.measures)
        return event

    def make_practice(self, place):
        """Make a practice with every relation."""
        practice = make_practice(
            sectors=self.sectors,
            measures=self.measures,
            threats=self.threats,
            countries=self.countries,
            regions=self.regions,
            events=self.events,
            organizations=self.organizations,
            paragraphs=self.paragraphs,
            sources=[make_source() for _ in self.sectors],
            started=1990 + place,
            how_it_works="It works.",
        )
        practice.evidence.create(kind="monitored", by_whom="an auditor", finding="It helped.")
        return practice

    def relate(self):
        """Relate the first practice to the others."""
        central, *others = self.practices
        for other in others:
            central.relations.create(other=other, kind="related")
            other.relations.create(other=central, kind="supersedes")
