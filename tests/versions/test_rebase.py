"""A revision whose record was changed meanwhile, or that nobody wants any more."""

import pytest
from django.contrib.auth.models import Group

from catalogue.editorial.workflow import make_transition
from catalogue.models import Practice
from tests.admin.desk import address, decide, list_address, said, save
from tests.factories import make_source, record_changes
from tests.versions.desk import begin

pytestmark = pytest.mark.django_db


class TestMovedOn:
    """The record was changed after its revision was begun."""

    @pytest.fixture
    def revision(self, editor, practice):
        """Return a revision in review whose record is withdrawn, corrected and published again."""
        revision = begin(editor, practice)
        save(editor, revision, title="The revision's title", change_note="Title.", _submit="1")
        return revision

    @pytest.fixture
    def moved_on(self, revision, practice, person):
        """Change the record itself."""
        superuser, writer = person("superuser"), person("writer")
        writer.groups.set(Group.objects.filter(name="Editors"))
        with record_changes(comment="Corrected.", by=superuser):
            make_transition("withdraw", practice, by=superuser, text="Wrong.")
            make_transition("reopen", practice, by=superuser)
            practice.summary = "A corrected summary."
            practice.save()
            practice.citations.create(source=make_source(), locator="new", position=9)
            make_transition("submit", practice, by=writer)
            make_transition("publish", practice, by=superuser)
        return revision

    def test_the_revision_is_refused(self, reviewer, moved_on, practice):
        told = said(decide(reviewer, moved_on, "publish"))
        assert "was changed after this revision was started" in told
        practice.refresh_from_db()
        assert practice.title == "As readers see it"
        assert practice.summary == "A corrected summary."

    def test_its_page_says_so_and_it_is_brought_up_to_date(
        self, editor, reviewer, moved_on, practice
    ):
        page = editor.get(address(moved_on))
        assert "The published record was changed after this revision was started." in page.text
        assert f'action="{address(moved_on, "catch_up")}"' in page.text
        editor.post(address(moved_on, "catch_up"))
        moved_on.refresh_from_db()
        assert (moved_on.status, moved_on.title) == ("draft", "The revision's title")
        assert moved_on.summary == "A corrected summary."
        assert [row.locator for row in moved_on.citations.all()] == ["", "new"]
        assert address(moved_on, "catch_up") not in editor.get(address(moved_on)).text
        save(editor, moved_on, _submit="1")
        decide(reviewer, moved_on, "publish")
        practice.refresh_from_db()
        assert practice.title == "The revision's title"
        assert practice.summary == "A corrected summary."
        assert practice.citations.count() == 2

    def test_a_withdrawn_record_takes_no_revision(self, reviewer, revision, practice, person):
        decide(reviewer, practice, "withdraw", text="Superseded.")
        told = said(decide(reviewer, revision, "publish"))
        assert "was changed after this revision was started" in told
        practice.refresh_from_db()
        revision.refresh_from_db()
        assert (practice.status, practice.title) == ("withdrawn", "As readers see it")
        assert (revision.status, revision.title) == ("in_review", "The revision's title")

    def test_it_is_not_brought_up_to_date_with_what_is_not_public(
        self, editor, reviewer, revision, practice
    ):
        decide(reviewer, practice, "withdraw", text="Superseded.")
        told = said(editor.post(address(revision, "catch_up"), follow=True))
        assert "publish the record first" in told


class TestDiscarding:
    """A revision that nobody wants is given up."""

    def test_readers_see_what_they_saw_and_another_one_can_begin(self, editor, practice):
        revision = begin(editor, practice)
        save(editor, revision, title="Never mind", change_note="Trial.")
        editor.post(address(revision, "discard"))
        assert not Practice.objects.filter(pk=revision.pk).exists()
        practice.refresh_from_db()
        assert practice.title == "As readers see it"
        assert begin(editor, practice).title == "As readers see it"

    def test_what_was_written_in_it_comes_back(self, editor, practice):
        revision = begin(editor, practice)
        save(
            editor, revision, title="After all", change_note="Trial.", citations__0__locator="p. 3"
        )
        editor.post(address(revision, "discard"))
        listed = editor.get(list_address("practice", "deleted")).context["versions"]
        [(version, deletion)] = listed
        assert deletion.user.username == "editor"
        editor.post(list_address("practice", "deleted"), {"version": version.pk})
        back = Practice.objects.get(revises=practice)
        assert (back.title, back.status) == ("After all", "draft")
        assert back.citations.get().locator == "p. 3"
        practice.refresh_from_db()
        assert practice.title == "As readers see it"

    def test_one_in_review_is_returned_or_taken_back_first(self, editor, practice):
        revision = begin(editor, practice)
        save(editor, revision, title="In review", change_note="Trial.", _submit="1")
        told = said(editor.post(address(revision, "discard"), follow=True))
        assert "Only a revision that is a draft can be discarded." in told
        assert Practice.objects.filter(pk=revision.pk).exists()

    def test_a_revision_that_was_published_is_not_among_what_was_deleted(
        self, editor, reviewer, practice
    ):
        revision = begin(editor, practice)
        save(editor, revision, title="Published", change_note="Trial.", _submit="1")
        decide(reviewer, revision, "publish")
        assert editor.get(list_address("practice", "deleted")).context["versions"] == []
