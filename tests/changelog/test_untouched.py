"""What is made of a few tables outlives changes of others, and no change of its own."""

from zlib import crc32

import pytest
from django.db import connection, transaction

from catalogue.changelog.queries import current_version, read_changes
from catalogue.changelog.untouched import last_written, models_on_paths
from catalogue.changelog.writes import bulk_write, log_changes, watched_tables
from catalogue.db.triggers.trigger_plan import number_table
from catalogue.models import Country, Organization, Practice, Region, Sector
from tests.factories import make_organization, make_practice, make_sector

pytestmark = pytest.mark.django_db

PRACTICES, SECTORS = [Practice], [Sector]


def written(models):
    """Return since when the tables of some models are unchanged."""
    return last_written(models, current_version())


@pytest.fixture
def practice():
    """Return a practice, of a time that this process knows."""
    practice = make_practice()
    written(PRACTICES)
    return practice


def test_a_written_table_is_named_and_no_other(practice):
    before = written(PRACTICES), written(SECTORS)
    Practice.objects.filter(pk=practice.pk).update(title="Other")
    after = written(PRACTICES), written(SECTORS)
    assert after == (current_version(), before[1])
    assert written([*SECTORS, *PRACTICES]) == after[0]
    practice.sectors.clear()
    assert (written(PRACTICES), written(SECTORS)) == after
    assert written([Practice.sectors.through]) == current_version()


@pytest.mark.parametrize("write", ["insert", "update", "delete", "raw"])
def test_every_way_of_writing_is_seen(practice, write):
    sector = make_sector()
    before = written(SECTORS)
    with connection.cursor() as cursor:
        {
            "insert": make_sector,
            "update": lambda: Sector.objects.filter(pk=sector.pk).update(label="Other"),
            "delete": lambda: Sector.objects.filter(pk=sector.pk).delete(),
            "raw": lambda: cursor.execute("UPDATE catalogue_sector SET label = 'Raw'"),
        }[write]()
    assert before != written(SECTORS) == current_version()


def test_what_names_no_table_may_have_written_any(practice):
    make_organization()
    for unsaid in (lambda: log_changes(""), lambda: log_changes("event"), write_in_bulk):
        before = written(SECTORS)
        unsaid()
        assert before != written(SECTORS) == current_version()


def write_in_bulk():
    """Write without naming each record in the log."""
    with bulk_write():
        Organization.objects.update(name="Bulk")


def test_a_state_that_was_rolled_back_is_forgotten(practice):
    kept = written(SECTORS)
    with transaction.atomic():
        make_sector()
        lost = written(SECTORS)
        transaction.set_rollback(True)
    assert lost != written(SECTORS)
    Practice.objects.update(title="Other")
    assert written(SECTORS) not in (lost, None)
    assert written(SECTORS) in (kept, current_version())


def test_nothing_is_known_before_any_change():
    assert last_written(SECTORS, None) is None


def test_no_two_tables_have_the_same_number(practice):
    tables = watched_tables()
    assert len({number_table(each) for each in tables}) == len(tables)
    assert number_table("catalogue_sector") == crc32(b"catalogue_sector")
    before = current_version()
    make_sector()
    assert read_changes(before).tables == {number_table("catalogue_sector")}


def test_the_tables_on_a_path_are_those_of_its_records_and_links():
    assert models_on_paths(Practice, ["title"]) == {Practice}
    assert models_on_paths(Practice, ["sectors__label"]) == {
        Practice, Practice.sectors.through, Sector,
    }  # fmt: skip
    assert models_on_paths(Sector, ["practices__title"]) == {
        Practice, Practice.sectors.through, Sector,
    }  # fmt: skip
    assert models_on_paths(Country, ["region__name"]) == {Country, Region}
