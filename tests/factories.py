"""Records with boring defaults, for tests that care about one thing at a time.

Every function takes the fields that matter to the test. A practice and an event come complete
enough to be published, and are published unless the test says otherwise.
"""

import datetime
from contextlib import contextmanager
from itertools import count

import reversion

from catalogue import models

_numbers = count(1)


def next_number() -> int:
    """Return a number that no other record of this process has."""
    return next(_numbers)


@contextmanager
def record_changes(*, comment: str, by=None):
    """Store what is saved in the block as one revision in the name of `by`: all or nothing."""
    with reversion.create_revision(atomic=True):
        reversion.set_user(by)
        reversion.set_comment(comment)
        yield


def make_sector(**fields):
    """Make a sector."""
    return make_term(models.Sector, "sector", fields)


def make_measure(**fields):
    """Make a protective measure."""
    return make_term(models.Measure, "measure", fields)


def make_threat(**fields):
    """Make a threat."""
    return make_term(models.Threat, "threat", fields)


def make_term(model, word, fields):
    """Make a term of a vocabulary, with a slug and a label of its own."""
    n = next_number()
    return model.objects.create(
        **{"slug": f"{word}_{n}", "label": f"{word} {n}", "order": n} | fields
    )


def make_region(**fields):
    """Make a region of M49."""
    n = next_number()
    return models.Region.objects.create(**{"code": make_code(n, 3), "name": f"Region {n}"} | fields)


def make_country(**fields):
    """Make a country, in a region of its own unless one is given."""
    n = next_number()
    if "region" not in fields:
        fields["region"] = make_region()
    codes = {"code": make_code(n, 2), "alpha3": make_code(n, 3), "numeric": make_code(n, 3)}
    return models.Country.objects.create(**codes | {"name": f"Country {n}"} | fields)


def make_code(n, length):
    """Return so many letters that differ for each number: the code of a country or region."""
    return "".join(chr(ord("A") + n // 26**place % 26) for place in reversed(range(length)))


def make_source(**fields):
    """Make a source that was opened."""
    n = next_number()
    defaults = {"title": f"Source {n}", "publisher": "A publisher", "url_opened": True}
    return models.Source.objects.create(**defaults | {"url": f"https://example.org/{n}"} | fields)


def make_check(source, failed_days=0, **fields):
    """Make the result of a link check; the source was reached unless it failed for some days."""
    day = datetime.date(2026, 5, 3)
    known = {"failing_since": day, "said": "status 404"} if failed_days else {"reached_on": day}
    return models.LinkCheck.objects.create(
        source=source, failed_days=failed_days,
        **{"address": source.url, "asked_on": day} | known | fields,
    )  # fmt: skip


def make_organization(*, other_names=(), **fields):
    """Make a published organization, with other names in this order."""
    n = next_number()
    defaults = {
        "name": f"Organization {n}",
        "slug": f"organization-{n}",
        "kind": "un_entity",
        "status": "published",
        "summary": "A body.",
    }
    organization = models.Organization.objects.create(**defaults | fields)
    for position, name in enumerate(other_names, start=1):
        organization.other_names.create(name=name, position=position)
    return organization


def make_resolution(number=None, year=2017, organ="S", **fields):
    """Make a published resolution."""
    n = number or 5000 + next_number()
    defaults = {
        "symbol": f"{organ}/RES/{n} ({year})",
        "organ": "security_council",
        "number": n,
        "year": year,
        "adopted_on": datetime.date(year, 2, 13),
        "status": "published",
        "summary": "A resolution.",
    }
    return models.Resolution.objects.create(**defaults | fields)


def make_paragraph(resolution=None, number="1", **fields):
    """Make an operative paragraph, of a resolution of its own unless one is given."""
    resolution = resolution or make_resolution()
    defaults = {"summary": "States are called upon.", "order": 1}
    return models.OperativeParagraph.objects.create(
        resolution=resolution, number=number, **defaults | fields
    )


def make_event(*, organizations=(), practices=(), resolutions=(), sectors=(), **fields):
    """Make a published event with a citation."""
    n = next_number()
    defaults = {
        "title": f"Event {n}",
        "kind": "workshop",
        "start": datetime.date(2018, 4, 24),
        "end": datetime.date(2018, 4, 25),
        "summary": "A meeting.",
        "status": "published",
    }
    event = models.Event.objects.create(**defaults | fields)
    event.citations.create(source=make_source())
    add_links(event.sectors, sectors)
    add_links(event.resolutions, resolutions)
    add_links(event.practices, practices)
    for position, organization in enumerate(organizations):
        event.participations.create(organization=organization, role="organizer", position=position)
    return event


def add_links(relation, records) -> None:
    """Link a new record to others; without any, the database is not asked."""
    if records:
        relation.add(*records)


def make_practice(
    *,
    sectors=None,
    measures=None,
    threats=(),
    countries=(),
    regions=(),
    events=(),
    organizations=None,
    sources=None,
    paragraphs=(),
    **fields,
):
    """Make a published practice; related records that are not given are the fewest it needs."""
    n = next_number()
    defaults = {
        "title": f"Practice {n}",
        "kind": "good_practice",
        "summary": "What is done.",
        "status": "published",
    }
    practice = models.Practice.objects.create(**defaults | fields)
    add_links(practice.sectors, [make_sector()] if sectors is None else sectors)
    add_links(practice.measures, [make_measure()] if measures is None else measures)
    add_links(practice.threats, threats)
    add_links(practice.countries, countries)
    add_links(practice.regions, regions)
    add_links(practice.events, events)
    for organization in [make_organization()] if organizations is None else organizations:
        practice.involvements.create(organization=organization, role="lead")
    for source in [make_source()] if sources is None else sources:
        practice.citations.create(source=source)
    for position, paragraph in enumerate(paragraphs):
        practice.basis.create(paragraph=paragraph, relation="subject", position=position)
    return practice
