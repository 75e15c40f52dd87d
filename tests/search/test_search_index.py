"""The index follows every change, in its transaction, and holds nothing that is not public."""

import random

import pytest
from django.db import connection, transaction

from catalogue.changelog.writes import bulk_write
from catalogue.events.filters import EventFilter
from catalogue.models import Event, OperativeParagraph, Organization, Practice, Resolution
from catalogue.organizations.filters import OrganizationFilter
from catalogue.resolutions.filters import ResolutionFilter
from catalogue.search.search_index import rebuild_documents, search_indexes
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
)
from tests.search.finding import found, index_of
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db

STEPS = count_cases(60, 200)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_public_is_in_no_document(status):
    fields = {"status": status, "withdrawal_reason": "For a reason"}
    body = make_organization(name="zqbody", acronym="ZQ", other_names=["zqother"], **fields)
    event = make_event(title="zqevent", summary="zqevent", **fields)
    resolution = make_resolution(9876, title="zqresolution", **fields)
    paragraph = make_paragraph(resolution, "7", summary="zqparagraph")
    shown = make_practice(organizations=[body], events=[event], paragraphs=[paragraph])
    make_practice(title="zqpractice", how_it_works="zqworks", **fields)
    make_event(organizations=[body], resolutions=[resolution])
    make_organization(parent=body)
    texts = str([index_of(noun) for noun in search_indexes()]).lower()
    assert "zq" not in texts
    assert "9876" not in texts
    assert shown.code.lower() in texts


def test_a_record_leaves_and_comes_back_with_its_status():
    practice = make_practice(title="Drones")
    for status, there in {"draft": False, "published": True, "withdrawn": False}.items():
        practice.status, practice.withdrawal_reason = status, "For a reason"
        practice.save()
        assert found("drones") == ({practice} if there else set()), status


def test_a_name_is_followed_wherever_it_is_searched():
    body = make_organization(name="Old name")
    practice = make_practice(organizations=[body])
    event = make_event(organizations=[body])
    part = make_organization(parent=body)
    Organization.objects.filter(pk=body.pk).update(name="Changed")
    assert found("changed") == {practice}
    assert found("changed", EventFilter.searched) == {event}
    assert found("changed", OrganizationFilter.searched) == {body, part}
    assert not found("old name")
    Organization.objects.filter(pk=body.pk).update(status="draft")
    assert not found("changed")
    assert not found("changed", OrganizationFilter.searched)


@pytest.mark.parametrize("word", ["sector", "country", "region", "paragraph", "evidence", "event"])
def test_a_link_is_followed_when_it_is_made_and_when_it_goes(word):
    practice = make_practice()
    links = {
        "sector": (practice.sectors, make_sector(label="zqword")),
        "country": (practice.countries, make_country(name="zqword")),
        "region": (practice.countries, make_country(region=make_region(name="zqword"))),
        "paragraph": (practice.basis, make_paragraph(make_resolution(4321), "3")),
        "evidence": (practice.evidence, None),
        "event": (practice.events, make_event(title="zqword")),
    }
    relation, other = links[word]
    typed = "4321-3" if word == "paragraph" else "zqword"
    if word == "paragraph":
        relation.create(paragraph=other, relation="cites")
    elif word == "evidence":
        relation.create(kind="monitored", by_whom="zqword", finding="It helped.")
    else:
        relation.add(other)
    assert found(typed) == {practice}
    relation.all().delete() if word in ("paragraph", "evidence") else relation.clear()
    assert not found(typed)


def test_paragraphs_are_searched_in_their_resolution():
    resolution = make_resolution()
    paragraph = make_paragraph(resolution, "3", heading="Borders")
    assert found("borders", ResolutionFilter.searched) == {resolution}
    OperativeParagraph.objects.filter(pk=paragraph.pk).update(heading="Ports")
    assert not found("borders", ResolutionFilter.searched)


def test_statements_of_others_are_followed():
    practices = [make_practice() for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_practice SET title = 'zqraw'")
    assert found("zqraw") == set(practices)
    Practice.objects.bulk_update([*_retitled(practices)], ["title"])
    assert found("zqbulk") == set(practices)
    Practice.objects.filter(pk=practices[0].pk).delete()
    assert found("zqbulk") == set(practices[1:])


def _retitled(practices):
    for practice in practices:
        practice.title = "zqbulk"
        yield practice


def test_a_change_that_is_rolled_back_is_not_found():
    practice = make_practice(title="Before")
    with transaction.atomic():
        Practice.objects.update(title="Meanwhile")
        assert found("meanwhile") == {practice}
        transaction.set_rollback(True)
    assert found("before") == {practice}
    assert not found("meanwhile")


def test_what_was_written_in_bulk_is_found():
    old = make_practice(title="zqold")
    with bulk_write():
        Practice.objects.filter(pk=old.pk).update(title="zqnew")
        new = make_practice(title="zqnew")
    assert found("zqnew") == {old, new}
    assert not found("zqold")


def test_the_index_equals_one_that_is_made_from_nothing():
    writer = Writer(random.Random(7))
    for step in range(1, STEPS + 1):
        writer.write()
        if step % 20 == 0:
            kept = {noun: index_of(noun) for noun in search_indexes()}
            rebuild_documents()
            assert {noun: index_of(noun) for noun in search_indexes()} == kept


class Writer:
    """Changes a small catalogue at random, in all the ways that the index must follow."""

    def __init__(self, chance: random.Random):
        self.chance = chance
        self.sectors = [make_sector() for _ in range(4)]
        self.bodies = [make_organization() for _ in range(4)]
        self.resolutions = [make_resolution() for _ in range(2)]
        self.paragraphs = [make_paragraph(each, "1") for each in self.resolutions]
        self.countries = [make_country() for _ in range(2)]
        self.events = [make_event(organizations=self.bodies[:2]) for _ in range(3)]
        self.practices = [
            make_practice(events=self.events, paragraphs=self.paragraphs) for _ in range(5)
        ]

    def write(self) -> None:
        """Make one change."""
        self.chance.choice(
            [self.rename, self.status, self.link, self.unlink, self.text, self.part, self.renumber]
        )()

    def word(self) -> str:
        return f"word{self.chance.randrange(1000)}"

    def rename(self):
        for record, field in (
            (self.chance.choice(self.sectors), "label"),
            (self.chance.choice(self.bodies), "acronym"),
            (self.chance.choice(self.countries), "name"),
            (self.chance.choice(self.countries).region, "name"),
            (self.chance.choice(self.events), "title"),
        ):
            type(record).objects.filter(pk=record.pk).update(**{field: self.word()})

    def status(self):
        model = self.chance.choice([Practice, Event, Organization, Resolution])
        key = self.chance.choice(list(model.objects.values_list("pk", flat=True)))
        status = self.chance.choice(["draft", "published", "published"])
        model.objects.filter(pk=key).update(status=status)

    def link(self):
        practice = self.chance.choice(self.practices)
        practice.sectors.add(self.chance.choice(self.sectors))
        practice.countries.set(self.chance.sample(self.countries, 1))
        practice.involvements.get_or_create(
            organization=self.chance.choice(self.bodies), role="partner"
        )

    def unlink(self):
        practice = self.chance.choice(self.practices)
        practice.events.remove(self.chance.choice(self.events))
        practice.basis.filter(paragraph=self.chance.choice(self.paragraphs)).delete()

    def text(self):
        practice = self.chance.choice(self.practices)
        practice.title, practice.limits = self.word(), f"{self.word()} {self.word()}"
        practice.save()

    def part(self):
        child, parent = self.chance.sample(self.bodies, 2)
        Organization.objects.filter(pk=child.pk).update(parent=parent)

    def renumber(self):
        paragraph = self.chance.choice(self.paragraphs)
        paragraph.number = str(self.chance.randrange(1, 100))
        paragraph.save()


def empty_practices():
    """Empty the table of practices in the fastest way of the database."""
    if connection.vendor == "sqlite":
        Practice.objects.all().delete()
        return
    connection.check_constraints()  # nothing may be pending
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalogue_practice CASCADE")


def test_a_table_that_is_emptied_leaves_no_document():
    make_practice(title="Guards")
    assert index_of("practice")
    empty_practices()
    assert index_of("practice") == []
