"""Practices near to one: the most alike come first, and why is said in words."""

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.facets.facet_index import facet_indexes
from catalogue.practices.models import Practice
from catalogue.practices.nouns import PRACTICE
from catalogue.practices.similar import MOST_SIMILAR, find_similar
from tests.factories import (
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_threat,
)
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db
ROUNDS = count_cases(3, 30)


def near(practice, known=()) -> list:
    """Return what stands near to a practice."""
    practice = Practice.objects.for_page().get(pk=practice.pk)
    return find_similar(practice, facet_indexes.index(PRACTICE), known)


def values(practice) -> set:
    """Return what a practice has and, of its words, those above them."""
    found = {("paragraph", each.paragraph.code) for each in practice.basis.all()}
    found |= {("organization", each.organization.slug) for each in practice.involvements.all()}
    words = {"sector": practice.sectors, "measure": practice.measures, "threat": practice.threats}
    for facet, terms in words.items():
        for term in terms.all():
            while term:
                found.add((facet, term.slug))
                term = term.parent
    return found


def slow_twin(practice, everybody: dict) -> list[str]:
    """Return the codes of the nearest practices, each compared with each."""
    own = {value for value in values(practice) if value[0] in ("paragraph", "organization")}
    own |= {("sector", each.slug) for each in practice.sectors.all()}
    own |= {("measure", each.slug) for each in practice.measures.all()}
    own |= {("threat", each.slug) for each in practice.threats.all()}

    def weight(value):
        if value[0] == "organization":
            return 1
        share, halvings = sum(value in has for has in everybody.values()), 1
        while share * 2**halvings <= len(everybody):
            halvings += 1
        return halvings

    scores = {
        other: sum(weight(value) for value in own & has)
        for other, has in everybody.items()
        if other != practice
    }
    order = list(Practice.objects.order_by("title", "code"))
    alike = [other for other in scores if scores[other]]
    alike.sort(key=lambda other: (-scores[other], order.index(other)))
    return [other.code for other in alike[:MOST_SIMILAR]]


def chance_catalogue(chance):
    """Make practices that share by chance, with words under other words."""
    above = [make_sector() for _ in range(2)]
    sectors = above + [make_sector(parent=chance.choice(above)) for _ in range(4)]
    measures, threats = [make_measure() for _ in range(6)], [make_threat() for _ in range(3)]
    bodies = [make_organization() for _ in range(4)]
    resolution = make_resolution()
    paragraphs = [make_paragraph(resolution, str(number)) for number in range(1, 5)]

    def some(things):
        return chance.sample(things, chance.randint(0, len(things) // 2))

    for number in range(25):
        make_practice(
            title=f"Practice {number % 10}",
            sectors=some(sectors),
            measures=some(measures),
            threats=some(threats),
            organizations=some(bodies),
            paragraphs=some(paragraphs),
            status=chance.choice(["published"] * 4 + ["draft"]),
        )


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_nearest_are_those_that_a_slow_comparison_finds(seed):
    chance_catalogue(random.Random(seed))
    everybody = {practice: values(practice) for practice in Practice.objects.published()}
    for practice in everybody:
        assert [each["practice"].code for each in near(practice)] == slow_twin(practice, everybody)


def test_why_a_practice_is_near_is_said_in_words():
    measures, sector = [make_measure(), make_measure()], make_sector(label="Stadiums")
    body = make_organization(name="A body")
    resolution = make_resolution(2341)
    paragraphs = [make_paragraph(resolution, number) for number in ("2", "3")]
    shared = {"measures": measures, "sectors": [sector], "organizations": [body]}
    practice = make_practice(paragraphs=paragraphs, **shared)
    make_practice(paragraphs=paragraphs, **shared)
    (only,) = near(practice)
    said = (
        "Shares paragraphs 2341-2 and 2341-3, 2 measures, the sector Stadiums and the "
        "organization A body"
    )
    assert only["reason"] == said


def test_what_few_practices_have_weighs_more():
    common, rare = make_sector(), make_measure()
    practice = make_practice(sectors=[common], measures=[rare])
    alike = make_practice(title="Z", measures=[rare])
    others = [make_practice(title=f"A {n}", sectors=[common]) for n in range(6)]
    found = [each["practice"] for each in near(practice)]
    assert found == [alike, *others[: MOST_SIMILAR - 1]]


def test_a_practice_that_shares_nothing_is_no_neighbour():
    practice = make_practice()
    make_practice()
    assert near(practice) == []


def test_a_related_practice_stands_once_with_the_reason_of_its_relation():
    measure = make_measure()
    practice, other = make_practice(measures=[measure]), make_practice(measures=[measure])
    practice.relations.create(other=other, kind="adapted_from", reason="the same manual")
    for each, at in ((practice, other), (other, practice)):
        text = Client().get(each.get_absolute_url()).text
        assert text.count(f'href="{at.get_absolute_url()}"') == 1
        assert "The same manual." in text
        assert "Shares" not in text


def test_neighbours_take_one_query_whatever_the_size():
    measure = make_measure()
    practices = [make_practice(measures=[measure]) for _ in range(12)]
    index = facet_indexes.index(PRACTICE)
    practice = Practice.objects.for_page().get(pk=practices[0].pk)
    with CaptureQueriesContext(connection) as queries:
        assert len(find_similar(practice, index, ())) == MOST_SIMILAR
    assert len(queries) == 1
