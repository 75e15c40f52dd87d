"""Files that are loaded again: what editors made of their records stays, and why they changed."""

import io

import pytest
from django.core.management import call_command
from reversion.models import Version

from catalogue import models
from catalogue.imports.loader import RecordLoader
from tests.admin.conftest import make_person
from tests.factories import make_sector, record_changes
from tests.imports.folders import PRACTICE, write_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(folder):
    """Load the small folder with its history."""
    call_command("load_records", folder, stdout=io.StringIO())
    return folder


def load(folder, model) -> tuple[int, int]:
    """Load the files, and return how many records of a model were created and updated."""
    outcomes = {each.model: each for each in RecordLoader().run(folder)}
    return outcomes[model].created, outcomes[model].updated


class TestNotApplicable:
    """Cells that can hold nothing: what editors made of them stays when files are loaded again."""

    def test_a_changed_reason_stays(self, loaded):
        mark = models.NotApplicable.objects.get()
        with record_changes(comment="Said better", by=make_person("superuser")):
            mark.reason = "Another reason."
            mark.save()
        assert load(loaded, models.NotApplicable) == (0, 0)
        mark.refresh_from_db()
        assert mark.reason == "Another reason."

    def test_a_reason_that_no_editor_wrote_follows_the_file(self, loaded):
        mark = models.NotApplicable.objects.get()
        wanted = mark.reason
        models.NotApplicable.objects.filter(pk=mark.pk).update(reason="An older reason.")
        assert load(loaded, models.NotApplicable) == (0, 1)
        mark.refresh_from_db()
        assert mark.reason == wanted

    def test_a_mark_that_was_moved_to_another_cell_stays_there(self, loaded):
        mark, sector = models.NotApplicable.objects.get(), make_sector()
        mark.sector = sector
        mark.save()
        assert load(loaded, models.NotApplicable) == (0, 0)
        mark.refresh_from_db()
        assert mark.sector == sector

    def test_a_mark_that_was_deleted_stays_away(self, loaded):
        models.NotApplicable.objects.get().delete()
        assert load(loaded, models.NotApplicable) == (0, 0)
        assert not models.NotApplicable.objects.exists()


def test_a_pair_of_the_crosswalk_whose_ends_were_swapped_is_the_same_pair(loaded):
    entry = models.CrosswalkEntry.objects.get()
    one, other = entry.from_paragraph, entry.to_paragraph
    entry.from_paragraph, entry.to_paragraph = other, one
    entry.save()
    assert load(loaded, models.CrosswalkEntry) == (0, 1)
    entry.refresh_from_db()
    assert entry.from_paragraph == one


def test_the_history_says_where_a_record_is_from_and_what_its_verification_found(folder):
    reading = {"on": "2026-11-23", "verdict": "corrected"}
    write_files(folder, practices=[PRACTICE | {"verification": reading}])
    call_command("load_records", folder, why="Third reading", stdout=io.StringIO())
    comments = list_comments(models.Practice.objects.get())
    assert comments == ["Third reading; verified on 23 November 2026: corrected"]
    assert list_comments(models.Organization.objects.get()) == ["Third reading"]


def list_comments(record) -> list[str]:
    """Return why each version of a record was made."""
    return [version.revision.comment for version in Version.objects.get_for_object(record)]
