"""Every write that readers may see changes the version, whichever way it is made."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from catalogue.changelog.queries import current_version
from catalogue.changelog.writes import watched_tables
from catalogue.core import sequences
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import Practice
from catalogue.practices.nouns import PRACTICE
from tests.factories import make_organization, make_practice, make_sector

pytestmark = pytest.mark.django_db


def raw(statement):
    """Write past Django's models."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


WRITES = {
    "save": lambda practice: practice.save(),
    "update": lambda practice: Practice.objects.update(title="Other"),
    "delete": lambda practice: practice.delete(),
    "link": lambda practice: practice.sectors.add(make_sector()),
    "unlink": lambda practice: practice.sectors.clear(),
    "row": lambda practice: practice.involvements.update(role="partner"),
    "name of a body": lambda practice: practice.organizations.update(name="Other"),
    "raw": lambda practice: raw("UPDATE catalogue_practice SET title = 'Other'"),
    "bulk": lambda practice: Practice.sectors.through.objects.bulk_create(
        [Practice.sectors.through(practice=practice, sector=make_sector())]
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_write_changes_the_version(write):
    practice = make_practice()
    before = current_version()
    WRITES[write](practice)
    assert current_version() != before


def test_reading_changes_nothing():
    make_practice()
    before = current_version()
    Client().get("/practices/")
    Client().get("/practices.csv")
    assert current_version() == before


def test_what_no_reader_sees_changes_nothing():
    before = current_version()
    sequences.next_codes("GP", 1)
    assert current_version() == before


def test_a_write_that_is_rolled_back_leaves_the_version():
    before = current_version()
    with transaction.atomic():
        make_practice()
        assert current_version() != before
        transaction.set_rollback(True)
    assert current_version() == before


def test_the_version_counts_upwards():
    before = current_version()
    make_organization()
    assert current_version().id > before.id


def test_every_table_of_the_catalogue_is_watched():
    if connection.vendor == "sqlite":
        asked = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        watched = {row[0] for row in cursor.fetchall()}
    assert set(watched_tables()) <= watched


def test_an_index_stays_as_it_is_and_the_next_reader_gets_a_new_one():
    make_practice()
    old = facet_indexes.index(PRACTICE)
    assert facet_indexes.index(PRACTICE) is old
    make_practice()
    assert len(old.records) == 1
    assert len(facet_indexes.index(PRACTICE).records) == 2


def test_a_change_is_in_the_counts_of_the_next_page():
    practice = make_practice(kind="tool", sectors=[make_sector(label="Airports")])
    assert "1 practice" in Client().get("/practices/?kind=tool").text
    Practice.objects.filter(pk=practice.pk).update(kind="training")
    response = Client().get("/practices/?kind=tool")
    assert "No record matches" in response.text
    assert "1 record without “Kind”" in response.text


@pytest.mark.django_db(transaction=True)
def test_a_session_that_wrote_reads_the_same_token_as_one_that_never_did():
    make_practice()
    mine, others = current_version(), []

    def read():
        others.append(current_version())
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()
    assert others == [mine]
