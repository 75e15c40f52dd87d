"""After any changes, an index that was patched is the index that is read from nothing."""

import random
from array import array
from datetime import date

import pytest
from pyroaring import BitMap

from catalogue.changelog.queries import current_version, touched_keys
from catalogue.events.nouns import EVENT
from catalogue.facets.facet_index import FacetIndexCache, build_index, facet_indexes
from catalogue.facets.orders import RankQuery, RecordOrder, find_key, update_orders
from catalogue.linkcheck.probe import LinkResult, LinkStatus
from catalogue.linkcheck.runner import save_results
from catalogue.models import Country, Organization, Practice, Region, Resolution, Sector, Source
from catalogue.organizations.nouns import ORGANIZATION
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.nouns import RESOLUTION
from catalogue.sources.link_checks import BROKEN_AFTER
from tests.factories import (
    make_country,
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_sector,
    make_source,
)
from tests.sizes import count_cases
from tests.world import World

pytestmark = pytest.mark.django_db

NOUNS = [PRACTICE, EVENT, ORGANIZATION, RESOLUTION]
ROUNDS = count_cases(12, 150)


def some(records, chance):
    """Return a record by chance."""
    keys = list(records.order_by("pk").values_list("pk", flat=True))
    return records.get(pk=chance.choice(keys))


def retitle(chance):
    title = chance.choice(["Ångström", "alpha", "Zeta", "", "éclair", "العربية", "10", "9"])
    Practice.objects.filter(pk=some(Practice.objects.all(), chance).pk).update(
        title=f"{title} {chance.random()}"
    )


def restate(chance):
    record = some(chance.choice([Practice, Organization, Resolution]).objects.all(), chance)
    status = chance.choice(["draft", "published", "withdrawn"])
    type(record).objects.filter(pk=record.pk).update(status=status, withdrawal_reason="Wrong.")


def reverify(chance):
    day = chance.choice([None, "2020-01-01", "2024-05-05"])
    practice = some(Practice.objects.all(), chance)
    Practice.objects.filter(pk=practice.pk).update(last_verified_on=day, verdict="")


def recheck(chance):
    address = chance.choice(["", f"https://example.org/{chance.random()}"])
    source = some(Source.objects.all(), chance)
    Source.objects.filter(pk=source.pk).update(url=address, url_opened=chance.random() < 0.5)


def ask(chance):
    source = some(Source.objects.all(), chance)
    outcome = chance.choice([LinkResult(LinkStatus.REACHED), LinkResult(LinkStatus.GONE)])
    for day in range(1, BROKEN_AFTER + 1):
        save_results([(source, outcome)], date(2026, 5, day))


def remove(chance):
    if Practice.objects.count() > 2:
        some(Practice.objects.all(), chance).delete()


def relabel(chance):
    """Give another name to a record that lists show as a value."""
    model, field = chance.choice(
        [(Sector, "label"), (Country, "name"), (Region, "name"), (Organization, "name")]
    )
    record = some(model.objects.all(), chance)
    model.objects.filter(pk=record.pk).update(**{field: f"Renamed {chance.random()}"})


#: What editors do: each takes a source of chance.
EDITS = [
    retitle,
    restate,
    reverify,
    lambda chance: make_practice(
        sectors=[some(Sector.objects.all(), chance)], started=chance.choice([None, 1999, 2020])
    ),
    lambda chance: make_event(organizations=[some(Organization.objects.all(), chance)]),
    lambda chance: some(Practice.objects.all(), chance).sectors.add(make_sector()),
    lambda chance: some(Practice.objects.all(), chance).measures.set([make_measure()]),
    lambda chance: some(Practice.objects.all(), chance).involvements.all().delete(),
    lambda chance: make_organization(parent=some(Organization.objects.all(), chance)),
    lambda chance: Sector.objects.filter(pk=some(Sector.objects.all(), chance).pk).update(
        parent=make_sector()
    ),
    lambda chance: Country.objects.filter(pk=some(Country.objects.all(), chance).pk).update(
        region=some(Region.objects.all(), chance)
    ),
    recheck,
    ask,
    relabel,
    lambda chance: make_sector(retired=chance.random() < 0.5),
    lambda chance: make_paragraph(
        some(Resolution.objects.all(), chance), number=str(chance.randint(100, 10**9)), order=9
    ),
    lambda chance: some(Practice.objects.all(), chance).citations.create(source=make_source()),
    lambda chance: some(Organization.objects.all(), chance).citations.all().delete(),
    remove,
]


def facts(index):
    """Return all that an index says, in a form to compare."""
    return (
        list(index.records),
        {
            n: (list(v.labels.items()), v.parents, {c: list(r) for c, r in v.records.items()})
            for n, v in index.values.items()
        },
        {name: list(order.keys) for name, order in index.orders.items()},
    )


def codes(values):
    """Return the records that have each value of a facet."""
    return {code: list(records) for code, records in values.records.items()}


def test_an_index_after_random_edits_is_the_one_read_from_nothing():
    World(3)
    chance, patched = random.Random(1), 0
    for _ in range(ROUNDS):
        before = current_version()
        for noun in NOUNS:
            facet_indexes.index(noun)
        for edit in chance.sample(EDITS, chance.randint(1, 2)):
            edit(chance)
        for noun in NOUNS:
            patched += touched_keys(noun.name, before) is not None
            assert facts(facet_indexes.index(noun)) == facts(build_index(noun))
    assert patched > ROUNDS  # of four for each round: the rest was read from nothing, rightly


def test_a_patched_index_leaves_the_one_before_as_it_was():
    practice = make_practice(kind="tool")
    old = facet_indexes.index(PRACTICE)
    before = facts(old)
    Practice.objects.filter(pk=practice.pk).update(kind="training", title="Other")
    new = facet_indexes.index(PRACTICE)
    assert facts(old) == before
    assert list(new.values["kind"].records) == ["training"]


def test_a_source_that_was_checked_moves_what_cites_it():
    shared, alone = make_source(url_opened=False), make_source(url_opened=False)
    one, two = make_practice(sources=[shared]), make_practice(sources=[shared, alone])
    assert codes(facet_indexes.index(PRACTICE).values["source_health"]) == {
        "unchecked": [one.pk, two.pk]
    }
    Source.objects.filter(pk=shared.pk).update(url_opened=True)
    assert codes(facet_indexes.index(PRACTICE).values["source_health"]) == {
        "opened": [one.pk, two.pk],
        "unchecked": [two.pk],
    }
    Source.objects.filter(pk=alone.pk).update(url="")
    one.citations.all().delete()
    assert codes(facet_indexes.index(PRACTICE).values["source_health"]) == {
        "opened": [two.pk],
        "no_address": [two.pk],
        "no_source": [one.pk],
    }


def test_the_version_of_a_record_is_the_same_until_it_is_touched():
    one, two = make_practice(), make_practice()
    before = facet_indexes.index(PRACTICE)
    two.organizations.update(name="Other")
    after = facet_indexes.index(PRACTICE)
    assert after.version_of(one.pk) == before.version_of(one.pk)
    assert after.version_of(two.pk) == after.version != before.version_of(two.pk)


BY = {"title": ("title", "code"), "newest": ("-published_at", "code")}


def ordered(records):
    """Return some practices in each order."""
    return {
        name: RecordOrder(records.order_by(*by).values_list("pk", flat=True))
        for name, by in BY.items()
    }


def make_titles(number):
    """Make drafts with titles in order, without anything else that a practice has."""
    return Practice.objects.bulk_create(
        Practice(code=f"GP-{n:04}", title=f"{n:04}", kind="tool", summary="x")
        for n in range(number)
    )


def test_the_places_of_a_record_are_found_among_many_by_few_queries(django_assert_num_queries):
    practices, every = make_titles(300), Practice.objects.all()
    ranks, expected = RankQuery(every, BY), {n: o.keys for n, o in ordered(every).items()}
    for place in (0, 1, 150, 298, 299):
        touched = BitMap([practices[place].pk])
        without = ordered(every.exclude(pk__in=touched))
        with django_assert_num_queries(2):  # among 64, then among the 4 that are left
            found = update_orders(without, touched, touched, ranks.fetch)
        assert {name: order.keys for name, order in found.items()} == expected
        with django_assert_num_queries(1):  # it is where it was
            same = update_orders(found, touched, touched, ranks.fetch)
        assert all(same[name] is found[name] for name in BY)


@pytest.mark.parametrize("number", [1, 2, 30, 60])
def test_many_records_that_moved_are_put_where_the_database_has_them(number):
    practices, every, chance = make_titles(60), Practice.objects.all(), random.Random(number)
    ranks, old = RankQuery(every, BY), ordered(every)
    chosen = chance.sample(practices, number)
    for practice in chosen:
        title = chance.choice(["", "0010", "0010 same", "Ärger", "zz", "0059"])
        every.filter(pk=practice.pk).update(title=f"{title}{chance.random():.1f}")
    gone = {chosen[0].pk} if number > 1 else set()
    every.filter(pk__in=gone).delete()
    touched = BitMap(each.pk for each in chosen)
    found = update_orders(old, touched, touched - BitMap(gone), ranks.fetch)
    assert {n: o.keys for n, o in found.items()} == {n: o.keys for n, o in ordered(every).items()}


def test_a_key_is_found_where_it_stands_and_not_across_two_others():
    assert find_key(array("I", [1, 256, 7]), 7) == 2
    assert find_key(array("I", [0x01000000, 0x00000002]), 0x0000_0201) == -1
    assert find_key(array("I", [0x00000100, 1]), 1) == 1


def test_an_edit_of_a_record_reads_nothing_of_the_values_and_offers_the_same(
    django_assert_max_num_queries,
):
    practice = make_practice(kind="tool", countries=[make_country()], paragraphs=[make_paragraph()])
    make_practice(kind="training")
    indexes = FacetIndexCache()  # without those of other tests
    old = indexes.index(PRACTICE)
    Practice.objects.filter(pk=practice.pk).update(title="Other")
    with django_assert_max_num_queries(4):  # version, log, values of all facets, ranks
        new = indexes.index(PRACTICE)
    assert new.values["sector"].labels is old.values["sector"].labels
    Practice.objects.filter(pk=practice.pk).update(kind="training")
    new = indexes.index(PRACTICE)
    assert new.values["kind"].offered_since == new.version
    assert new.values["sector"].offered_since == old.version
    practice.sectors.update(label="Other")
    assert "Other" in facet_indexes.index(PRACTICE).values["sector"].labels.values()
