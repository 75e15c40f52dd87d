"""An old version becomes the newest one, exactly as it was, or it is told why it cannot."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.editorial.models import ProposedChange
from catalogue.models import Practice
from catalogue.versions import content, history, restore
from tests.admin.desk import address, said
from tests.admin.records import (
    make_body,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)
from tests.factories import record_changes
from tests.sizes import count_cases
from tests.versions.desk import change
from tests.versions.desk import restore as restore_at_desk

pytestmark = pytest.mark.django_db


def test_a_draft_that_is_restored_has_a_new_version(editor):
    practice = make_practice()
    first = change(practice, title="One")
    practice.citations.all().delete()
    change(practice, title="Two")
    answer = restore_at_desk(editor, practice, first)
    assert answer.url == address(practice)
    practice.refresh_from_db()
    assert (practice.title, practice.citations.count()) == ("One", 1)
    assert practice.changed_by.username == "editor"
    assert history.get_versions(practice).count() == 3


def test_rows_that_are_still_there_stay_the_same_rows(editor):
    practice = make_practice()
    row = practice.citations.get()
    first = change(practice)
    row.locator = "p. 4"
    row.save()
    change(practice)
    restore_at_desk(editor, practice, first)
    assert (practice.citations.get().pk, practice.citations.get().locator) == (row.pk, "")


def test_rows_that_changed_places_are_restored(editor):
    resolution = make_resolution()
    third = make_paragraph(resolution=resolution, number="3", order=1)
    source = make_source()
    practice = make_practice(sources=[])
    rows = [practice.citations.create(source=source, locator=where) for where in ("a", "b")]
    first = change(practice)
    for row, where in zip(rows, ("c", "a"), strict=True):
        row.locator = where
        row.save()
    change(practice)
    restore_at_desk(editor, practice, first)
    assert [row.locator for row in practice.citations.all()] == ["a", "b"]
    assert third.resolution == resolution


def test_a_published_record_is_restored_in_a_revision(editor, reviewer):
    practice = make_practice(status="published")
    first = change(practice, title="One")
    change(practice, title="Two")
    answer = restore_at_desk(editor, practice, first)
    practice.refresh_from_db()
    assert (practice.title, practice.revision.title) == ("Two", "One")
    assert answer.url == address(practice.revision)
    assert practice.revision.citations.count() == 1
    assert history.get_versions(practice).count() == 2


def test_a_revision_that_is_under_way_is_not_overwritten(editor):
    practice = make_practice(status="published")
    first = change(practice, title="One")
    change(practice, title="Two")
    editor.post(address(practice, "revise"))
    change(practice.revision, title="Long work")
    told = said(restore_at_desk(editor, practice, first))
    assert "It has an open revision" in told
    assert Practice.objects.get(revises=practice).title == "Long work"


def test_restoring_a_public_body_is_proposed(editor):
    body = make_body(status="published")
    first = change(body, name="One")
    change(body, name="Two")
    restore_at_desk(editor, body, first)
    body.refresh_from_db()
    assert body.name == "Two"
    proposal = ProposedChange.objects.get()
    assert (proposal.record, proposal.changes) == (body, {"columns": {"name": "One"}})


def test_what_is_named_in_a_version_and_gone_is_told(editor):
    practice = make_practice()
    source = practice.citations.get().source
    first = change(practice)
    practice.citations.all().delete()
    source.delete()
    change(practice, title="Two")
    told = said(restore_at_desk(editor, practice, first))
    assert "was deleted meanwhile" in told
    practice.refresh_from_db()
    assert (practice.title, practice.citations.count()) == ("Two", 0)


def test_a_paragraph_that_practices_answer_stays(reviewer):
    resolution = make_resolution()
    first = change(resolution)
    paragraph = make_paragraph(resolution=resolution)
    change(resolution, title="Two")
    make_practice(paragraphs=[paragraph])
    told = said(restore_at_desk(reviewer, resolution, first))
    assert "Some of its present rows are used by other records" in told
    resolution.refresh_from_db()
    assert resolution.title == "Two"


def test_a_rule_that_was_not_kept_then_is_told(reviewer):
    body = make_body(slug="one")
    first = change(body)
    change(body, slug="two")
    make_body(slug="one")
    told = said(restore_at_desk(reviewer, body, first))
    assert "Another record has this Slug already." in told
    body.refresh_from_db()
    assert body.slug == "two"


def test_a_version_of_another_record_is_not_restored(editor):
    practice, other = make_practice(), make_practice()
    theirs = change(other)
    assert restore_at_desk(editor, practice, theirs).status_code == 404


def test_reading_the_address_restores_nothing(editor):
    practice = make_practice()
    first = change(practice, title="One")
    change(practice, title="Two")
    page = reverse("admin:catalogue_practice_restore", args=[practice.pk, first.pk])
    assert "What would change" in editor.get(page).text
    practice.refresh_from_db()
    assert practice.title == "Two"


# --- Random edits -----------------------------------------------------------------------------

WORDS = st.text("abc é\n'", max_size=12)
PLACES = st.integers(0, 2)
EDITS = st.one_of(
    st.tuples(st.just("title"), WORDS.map(lambda text: text or "x")),
    st.tuples(st.just("how_it_works"), WORDS),
    st.tuples(st.just("started"), st.none() | st.integers(1900, 2030)),
    st.tuples(st.just("kind"), st.sampled_from(["tool", "guidance"])),
    st.tuples(st.just("sectors"), st.sets(PLACES)),
    st.tuples(st.just("citations"), st.lists(st.tuples(PLACES, WORDS), max_size=3, unique=True)),
    st.tuples(st.just("basis"), st.lists(PLACES, max_size=3, unique=True)),
    st.tuples(st.just("evidence"), st.lists(WORDS, max_size=2)),
)


class Desk:
    """A practice and what its edits name."""

    def __init__(self):
        self.practice = make_practice(sources=[])
        self.sectors = [make_sector() for _ in range(3)]
        self.sources = [make_source() for _ in range(3)]
        self.paragraphs = [make_paragraph() for _ in range(3)]

    def edit(self, what, value):
        """Make one edit as one save."""
        with record_changes(comment=what):
            make_rows = getattr(self, f"edit_{what}", None)
            if make_rows:
                make_rows(value)
            else:
                setattr(self.practice, what, value)
            self.practice.save()
            history.add_version(self.practice)

    def edit_sectors(self, places):
        self.practice.sectors.set([self.sectors[place] for place in places])

    def edit_citations(self, rows):
        self.practice.citations.all().delete()
        for position, (place, locator) in enumerate(rows):
            self.practice.citations.create(
                source=self.sources[place], locator=locator, position=position
            )

    def edit_basis(self, places):
        self.practice.basis.exclude(paragraph__in=[self.paragraphs[p] for p in places]).delete()
        for position, place in enumerate(places):
            self.practice.basis.update_or_create(
                paragraph=self.paragraphs[place],
                defaults={"relation": "subject", "position": position},
            )

    def edit_evidence(self, findings):
        self.practice.evidence.all().delete()
        for finding in findings:
            self.practice.evidence.create(kind="described", by_whom="A", finding=finding)


@given(edits=st.lists(EDITS, min_size=2, max_size=8), data=st.data())
@settings(
    max_examples=count_cases(6, 60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_restoring_any_version_gives_exactly_its_content(db, edits, data):
    with transaction.atomic():
        desk = Desk()
        for edit in edits:
            desk.edit(*edit)
        versions = list(history.get_versions(desk.practice))
        assert len(versions) == len(edits)
        for _ in range(2):
            version = data.draw(st.sampled_from(versions))
            record = Practice.objects.get(pk=desk.practice.pk)
            with record_changes(comment="Restored."):
                restore.restore_version(version, record, by=None)
                history.add_version(record)
            now = content.read_record(Practice.objects.get(pk=record.pk))
            assert now == content.read_version(version)
            assert now == content.read_version(history.get_versions(record).first())
        transaction.set_rollback(True)
