"""Every save is kept, with who made it, when and why; whatever way it came."""

import csv
import datetime
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from reversion.models import Revision, Version

from catalogue.models import Practice
from catalogue.versions import content, history
from catalogue.versions.bulk_versions import write_initial_versions
from tests.admin.conftest import make_person
from tests.admin.desk import address, choose, decide, filled_in, list_address, save
from tests.admin.records import (
    EVERY,
    make_mark,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
    submit,
)
from tests.factories import make_country, make_region, record_changes
from tests.versions.desk import newest, restore

pytestmark = pytest.mark.django_db


def test_a_save_is_one_version_with_its_relations_and_rows(editor):
    practice, sector = make_practice(), make_sector(label="Stadiums")
    row = practice.citations.get()
    save(editor, practice, title="New", sectors=[sector.pk], citations__0__locator="p. 4")
    assert Revision.objects.count() == history.get_versions(practice).count() == 1
    said = content.read_version(newest(practice))
    assert said["title"] == "New"
    assert said["sectors"] == ["Stadiums"]
    assert said["citations"] == [f"{row.source} · p. 4"]
    assert said == content.read_record(Practice.objects.get(pk=practice.pk))


def test_a_version_says_who_when_and_why(editor):
    practice = make_practice()
    save(editor, practice, title="New", change_note="The edition of 2022.")
    revision = newest(practice).revision
    assert revision.user.username == "editor"
    assert revision.comment == "The edition of 2022."
    assert timezone.now() - revision.date_created < datetime.timedelta(minutes=1)


def test_without_a_reason_a_version_says_what_was_changed(editor):
    practice = make_practice()
    save(editor, practice, title="New", sectors=[make_sector().pk])
    assert newest(practice).revision.comment == "Changed Title and Sectors."


def test_a_save_and_its_move_are_one_version_with_both_reasons(editor):
    practice = make_practice()
    save(editor, practice, title="New", change_note="From the report.", _submit="1")
    assert history.get_versions(practice).count() == 1
    assert newest(practice).revision.comment == "From the report. Submitted for review."
    assert newest(practice).field_dict["status"] == "in_review"


def test_a_reason_that_several_records_share_is_said_once(editor):
    records = [make_practice() for _ in range(3)]
    choose(editor, "practice", "submit", *records)
    assert {newest(each).revision.comment for each in records} == {"Submitted for review."}


def test_a_save_without_a_change_is_no_version(editor):
    practice = make_practice()
    save(editor, practice, title="New")
    save(editor, practice)
    assert history.get_versions(practice).count() == 1


# --- Every way in which something is written --------------------------------------------------


def by_form(editor, reviewer):
    """Save the page of a draft."""
    record = make_practice()
    save(editor, record, title="New")
    return record, "editor", "Changed Title."


def by_adding(editor, reviewer):
    """Add a record."""
    page = editor.get(list_address("practice", "add"))
    new = filled_in(page, title="Brand new", kind="guidance")
    editor.post(list_address("practice", "add"), new | {"_save": "1"})
    return Practice.objects.get(title="Brand new"), "editor", "Added."


def by_a_row(editor, reviewer):
    """Change nothing but a row."""
    record = make_practice()
    save(editor, record, citations__0__locator="p. 9")
    return record, "editor", "Changed Page, section or case study for citation"


def by_taking_a_row_out(editor, reviewer):
    """Take out a row."""
    record = make_practice()
    save(editor, record, citations__0__DELETE="on")
    return record, "editor", "Deleted citation"


def by_the_page_of_a_paragraph(editor, reviewer):
    """Change a paragraph on its own page: its resolution is kept."""
    paragraph = make_paragraph()
    save(editor, paragraph, heading="Partnerships")
    return paragraph.resolution, "editor", "Changed Heading"


def by_confirming_a_proposal(editor, reviewer):
    """Confirm what somebody else proposed for a paragraph that readers see."""
    resolution = make_resolution(status="published")
    make_paragraph(resolution=resolution)
    page = editor.get(address(resolution, "propose"))
    typed = {"paragraphs__0__heading": "Partnerships", "change_note": "Heading added."}
    editor.post(address(resolution, "propose"), filled_in(page, **typed) | {"_save": "1"})
    decide(reviewer, resolution, address(resolution, "proposal"))
    return resolution, "reviewer", "Changed by editor: Heading added."


def by_a_move(editor, reviewer):
    """Return a record with a comment."""
    record = submit(make_practice(), make_person("writer"))
    decide(reviewer, record, "return", text="Page numbers are missing.")
    return record, "reviewer", "Page numbers are missing."


def by_an_action(editor, reviewer):
    """Publish from the list."""
    record = submit(make_practice(), make_person("writer"))
    choose(reviewer, "practice", "publish", record)
    return record, "reviewer", "Published."


def by_beginning_a_revision(editor, reviewer):
    """Begin the revision of a published record."""
    record = make_practice(status="published")
    editor.post(address(record, "revise"))
    return record.revision, "editor", "Started from version 1."


def by_publishing_a_revision(editor, reviewer):
    """Publish a revision: the record has a new version, which says why and whose it is."""
    record = make_practice(status="published")
    editor.post(address(record, "revise"))
    save(editor, record.revision, title="New", change_note="Edition of 2022.", _submit="1")
    decide(reviewer, record.revision, "publish")
    return record, "reviewer", "Changed by editor: Edition of 2022. Published."


def by_restoring(editor, reviewer):
    """Make an old version the newest one."""
    record = make_practice()
    save(editor, record, title="First")
    save(editor, record, title="Second")
    restore(editor, record, history.get_versions(record).last())
    return record, "editor", "Restored the version of"


def by_recovering(editor, reviewer):
    """Bring back a deleted record."""
    record = make_practice()
    save(editor, record, title="First")
    Practice.objects.get(pk=record.pk).delete()
    gone = Version.objects.get_deleted(Practice).get()
    editor.post(list_address("practice", "deleted"), {"version": gone.pk})
    return record, "editor", "Restored after deletion."


def by_a_source(editor, reviewer):
    """Change a source."""
    record = make_source()
    save(editor, record, title="New")
    return record, "editor", "Changed Title."


def by_a_word(editor, reviewer):
    """Change a word of a vocabulary."""
    record = make_sector()
    save(reviewer, record, label="New")
    return record, "reviewer", "Changed Label."


def by_a_region(editor, reviewer):
    """Change a region."""
    record = make_region(parent=make_region())
    save(reviewer, record, name="New")
    return record, "reviewer", "Changed Name."


def by_a_country(editor, reviewer):
    """Change a country."""
    record = make_country()
    save(reviewer, record, name="New")
    return record, "reviewer", "Changed Name."


def by_a_mark(editor, reviewer):
    """Change the mark of a cell of the map."""
    record = make_mark()
    save(reviewer, record, reason="New")
    return record, "reviewer", "Changed Reason."


def by_the_command(editor, reviewer, tmp_path):
    """Load a file."""
    record = make_practice(status="published")
    rows = list(csv.DictReader(io.StringIO(Client().get("/practices.csv").getvalue().decode())))
    title = next(name for name in rows[0] if name.strip("\ufeff").lower() == "title")
    rows[0][title] = "Loaded"
    with open(tmp_path / "practices.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    call_command("load_records", str(tmp_path / "practices.csv"), verbosity=0)
    return record, None, "Loaded from practices.csv"


WAYS = [
    by_form, by_adding, by_a_row, by_taking_a_row_out, by_the_page_of_a_paragraph,
    by_confirming_a_proposal, by_a_move, by_an_action, by_beginning_a_revision,
    by_publishing_a_revision, by_restoring, by_recovering, by_a_source, by_a_word, by_a_region,
    by_a_country, by_a_mark, by_the_command,
]  # fmt: skip


@pytest.mark.parametrize("write", WAYS, ids=lambda write: write.__name__)
def test_whatever_is_written_is_kept(editor, reviewer, tmp_path, write):
    more = [tmp_path] if write is by_the_command else []
    record, who, why = write(editor, reviewer, *more)
    record = type(record).objects.get(pk=record.pk)
    revision = newest(record).revision
    assert (revision.user and revision.user.username) == who
    assert revision.comment.startswith(why)
    assert content.read_version(newest(record)) == content.read_record(record)


def test_records_without_a_history_get_their_first_version():
    records = [make() for make in EVERY.values()]
    known = make_practice()
    with record_changes(comment="Saved."):
        known.save()
    assert write_initial_versions() >= len(records)
    for record in {history.get_root_record(each) for each in records}:
        version = history.get_versions(record).get()
        assert version.revision.comment == "Start of the history."
        assert content.read_version(version) == content.read_record(record)
    assert newest(known).revision.comment == "Saved."
    assert write_initial_versions() == 0


def test_what_a_record_said_before_its_first_save_can_be_restored(editor):
    practice = make_practice(title="Loaded")
    write_initial_versions()
    save(editor, practice, title="New")
    first = history.get_versions(practice).last()
    restore(editor, practice, first)
    practice.refresh_from_db()
    assert practice.title == "Loaded"
