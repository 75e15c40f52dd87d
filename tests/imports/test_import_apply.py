"""An applied import did what its preview said, published nothing, and is one revision."""

import pytest
from django.core.exceptions import PermissionDenied
from reversion.models import Revision

from catalogue import models
from catalogue.editorial import decisions, workflow
from catalogue.editorial.models import ProposedChange
from catalogue.editorial.proposals import confirm_proposal, read_displayed_proposal
from catalogue.imports.apply import apply_import
from catalogue.imports.models import Import
from catalogue.imports.refusals import ImportRefused
from catalogue.versions import bulk_versions, content, history
from tests.factories import (
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_sector,
)
from tests.imports.tables import NEW, bring_in, does, edited, exported, look, notes, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """Return a row for a new practice with something in nearly every column."""
    paragraph = make_paragraph(number="7")
    return {
        "code": "", **NEW["practice"], "summary": "Guards look.", "started": "2018",
        "sectors": make_sector().slug, "measures": make_measure().slug,
        "lead": make_organization().slug, "events": make_event().code,
        "basis_resolution": paragraph.resolution.symbol, "basis_paragraph": "7",
        "basis_relation": "cites", "basis_reason": "", "evidence_kind": "monitored",
        "evidence_by_whom": "An auditor", "evidence_finding": "It helped.",
        "sources_title": "A report|A law", "sources_url": "https://example.org/r|",
        "sources_locator": "p. 3|", "sources_quotation": "|'-quoted",
    }  # fmt: skip


@pytest.mark.parametrize("noun", NEW)
def test_a_new_record_is_a_draft_of_who_imported_it(by, noun):
    model = models.__dict__[noun.capitalize()]
    row = ({"code": ""} if noun in ("practice", "event") else {}) | NEW[noun]
    bring_in(written(row), model, by)
    record = model.objects.get()
    assert (record.status, record.changed_by) == ("draft", by)
    assert record.published_at is None
    assert getattr(record, "author", by) == by
    assert content.read_version(history.get_versions(record).get()) == content.read_record(record)


def test_every_cell_of_a_new_record_is_there(by, full):
    bring_in(written(full), models.Practice, by)
    practice = models.Practice.objects.get(title=full["title"])
    assert practice.code.startswith("GP-")
    assert [each.source.title for each in practice.citations.all()] == ["A report", "A law"]
    assert practice.citations.last().quotation == "'-quoted"
    assert practice.basis.get().paragraph.number == "7"
    assert practice.evidence.get().finding == "It helped."
    assert practice.involvements.get().role == "lead"
    assert (practice.sectors.count(), practice.measures.count(), practice.events.count()) == (
        1, 1, 1,
    )  # fmt: skip
    assert not models.Source.objects.get(title="A report").url_opened  # nobody said that it was


def test_the_same_file_twice_changes_nothing(by, full):
    table = written(full)
    bring_in(table, models.Practice, by)
    again = look(table, models.Practice, by)
    assert does(again) == {"unchanged": 1}
    assert "The same as" in notes(again)
    before = list(models.Practice.objects.values())
    assert apply_import(again.pk, by=by).done["created"] == {}
    assert list(models.Practice.objects.values()) == before


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_is_not_public_is_changed_where_it_stands(by, status):
    practice = make_practice(status=status)
    bring_in(written({"code": practice.code, "title": "New"}), models.Practice, by)
    practice.refresh_from_db()
    assert (practice.title, practice.status, practice.changed_by) == ("New", status, by)


def test_a_published_practice_stays_as_it_is_and_its_revision_has_the_change(by, practice):
    before = exported("practices")
    table = edited(before, practice.code, title="New")
    bring_in(table, models.Practice, by, why="From the edition of 2022.")
    assert exported("practices") == before
    revision = models.Practice.objects.get(revises=practice)
    assert (revision.title, revision.status) == ("New", "draft")
    assert (revision.author, revision.change_note) == (by, "From the edition of 2022.")
    again = look(table, models.Practice, by)
    assert does(again) == {"unchanged": len(lines(table)) - 1}


def test_a_second_import_goes_into_the_revision_that_is_open(by, practice):
    for title in ("First", "Second"):
        bring_in(written({"code": practice.code, "title": title}), models.Practice, by)
    assert models.Practice.objects.get(revises=practice).title == "Second"


def test_a_change_that_is_published_shows_in_the_export_and_the_old_file_takes_it_back(
    by, person, practice
):
    columns = "code,title,sectors,basis_code,sources_url,summary"
    before = exported("practices", columns=columns)
    other, reviewer = make_sector().slug, person("reviewer")
    changed = edited(before, practice.code, title="New", sectors=other)
    for table in (changed, before):
        bring_in(table, models.Practice, by)
        revision = models.Practice.objects.get(revises=practice)
        workflow.make_transition("submit", revision, by=by)
        workflow.make_transition("publish", revision, by=reviewer)
        assert lines(exported("practices", columns=columns)) == lines(table)
    assert exported("practices", columns=columns) == before


def lines(table: bytes) -> list[str]:
    """Return the rows of a CSV."""
    return table.decode("utf-8-sig").splitlines()


def test_a_change_of_a_public_body_is_proposed_and_the_old_file_takes_it_back(by, person):
    body, reviewer = make_organization(name="Old"), person("reviewer")
    columns = "slug,name,kind,sources_url,summary"
    before = exported("organizations", columns=columns)
    for table in (edited(before, body.slug, name="New"), before):
        shown = exported("organizations", columns=columns)
        bring_in(table, models.Organization, by)
        assert exported("organizations", columns=columns) == shown
        proposal = ProposedChange.objects.get()
        seen = decisions.compute_token(read_displayed_proposal(proposal))
        confirm_proposal(proposal, by=reviewer, seen=seen)
        assert lines(exported("organizations", columns=columns)) == lines(table)
    assert exported("organizations", columns=columns) == before


def test_an_import_is_one_revision_with_who_and_why(by, practice):
    draft = make_practice(status="draft", title="Old")
    rows = [
        {"code": draft.code, "title": "New", "kind": draft.kind},
        {"code": practice.code, "title": "New too", "kind": practice.kind},
        {"code": "", **NEW["practice"]},
    ]
    bring_in(written(*rows), models.Practice, by, why="From the report of 2023.")
    made = Revision.objects.filter(user=by)
    assert [each.comment for each in made] == ["From the report of 2023."]
    for title in ("New", "New too", NEW["practice"]["title"]):
        record = models.Practice.objects.get(title=title)
        newest = history.get_versions(record).first()
        assert newest.revision == made.get()
        assert content.read_version(newest) == content.read_record(record)
    before = history.get_versions(draft).last()
    assert content.read_version(before)["title"] == "Old"


def test_an_import_is_refused_when_a_record_moved_on(by):
    practice, other = make_practice(status="draft"), make_practice(status="draft", title="Other")
    rows = [{"code": each.code, "title": f"New {each.code}"} for each in (other, practice)]
    found = look(written(*rows), models.Practice, by)
    practice.save()
    with pytest.raises(ImportRefused) as refused:
        apply_import(found.pk, by=by)
    assert f"Row 3: {practice}" in refused.value.reasons
    assert "Row 2" not in str(refused.value)
    other.refresh_from_db()
    assert other.title == "Other"
    found.refresh_from_db()
    assert found.state == "previewed"


def test_an_import_is_refused_when_what_it_names_is_gone(by, full):
    found = look(written(full), models.Practice, by)
    models.Event.objects.get().delete()
    with pytest.raises(ImportRefused):
        apply_import(found.pk, by=by)
    assert not models.Practice.objects.filter(title=full["title"]).exists()


def test_a_failure_at_the_end_leaves_nothing(by, full, monkeypatch):
    found = look(written(full), models.Practice, by)
    monkeypatch.setattr(bulk_versions, "write_versions", lambda *args, **names: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_import(found.pk, by=by)
    assert not models.Practice.objects.filter(title=full["title"]).exists()
    assert not models.Source.objects.filter(title="A report").exists()
    assert Import.objects.get().state == "previewed"


def test_an_import_is_applied_once_and_by_who_saw_its_preview(by, person):
    found = look(written({"code": "", **NEW["practice"]}), models.Practice, by)
    with pytest.raises(PermissionDenied):
        apply_import(found.pk, by=person("reviewer"))
    apply_import(found.pk, by=by)
    with pytest.raises(ImportRefused):
        apply_import(found.pk, by=by)
    assert models.Practice.objects.count() == 1


def test_an_import_with_errors_is_never_applied(by):
    rows = [{"code": "", **NEW["practice"]}, {"code": "GP-9999", "title": "X", "kind": "tool"}]
    found = look(written(*rows), models.Practice, by)
    with pytest.raises(ImportRefused):
        apply_import(found.pk, by=by)
    assert not models.Practice.objects.exists()
