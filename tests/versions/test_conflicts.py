"""Two people at one record: the second save is refused, and loses nothing that was typed."""

import pytest

from catalogue.models import Practice
from catalogue.versions import history
from tests.admin.desk import address, decide, filled_in, save
from tests.admin.records import (
    make_body,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)
from tests.factories import record_changes
from tests.versions.desk import restore

pytestmark = pytest.mark.django_db


def open_form(client, record):
    """Open the page of a record, to be filled in and sent later."""
    return client.get(address(record))


def send(client, record, page, **changes):
    """Send a page that was opened before."""
    return client.post(address(record), filled_in(page, **changes) | {"_save": "1"})


def told(answer) -> str:
    """Return what a page that was sent back says above the form."""
    assert answer.status_code == 200
    return answer.context["adminform"].form.non_field_errors().as_text()


@pytest.fixture
def practice():
    """Return a draft whose history has begun."""
    with record_changes(comment="Written."):
        found = make_practice(title="First", summary="A summary.")
        found.save()
    return found


def test_the_second_save_is_refused_and_says_who_changed_which_fields_and_when(
    editor, reviewer, practice
):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs", sectors=[make_sector(label="Rail").pk])
    answer = send(editor, practice, page, title="Mine")
    assert "reviewer changed Title and Sectors (" in told(answer)
    assert history.get_versions(practice).first().revision.date_created.strftime("%H:%M") in told(
        answer
    )
    assert answer.context["adminform"].form.current_content == [
        ("Title", "Theirs"),
        ("Sectors", "Rail"),
    ]
    assert '<dd dir="auto">Theirs</dd>' in answer.content.decode()
    practice.refresh_from_db()
    assert practice.title == "Theirs"


def test_what_was_typed_stays_in_the_form_also_in_rows(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    answer = send(editor, practice, page, title="Mine", citations__0__locator="p. 7")
    typed = filled_in(answer)
    assert (typed["title"], typed["citations-0-locator"]) == ("Mine", "p. 7")


def test_the_form_is_merged_and_saved_again(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs", summary="Their summary.")
    refused = send(editor, practice, page, title="Mine")
    assert send(editor, practice, refused, summary="Their summary.").status_code == 302
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("Mine", "Their summary.")
    assert history.get_versions(practice).count() == 3


def test_a_third_save_in_between_is_caught_as_well(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    refused = send(editor, practice, page, title="Mine")
    save(reviewer, practice, summary="And this.")
    assert "reviewer changed Summary (" in told(send(editor, practice, refused))


def test_everybody_who_saved_meanwhile_is_named(editor, reviewer, seat, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    save(seat("superuser"), practice, summary="And this.")
    assert "reviewer and superuser changed Title and Summary (" in told(
        send(editor, practice, page)
    )


def test_a_form_that_was_opened_twice_by_one_person_is_refused_too(editor, practice):
    page = open_form(editor, practice)
    save(editor, practice, title="In the other window")
    assert "editor changed Title (" in told(send(editor, practice, page, title="In this window"))


@pytest.mark.parametrize("token", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_form_without_its_token_saves_nothing(editor, practice, token):
    page = open_form(editor, practice)
    assert send(editor, practice, page, edit_token=token, title="X").status_code == 200
    practice.refresh_from_db()
    assert practice.title == "First"


def test_a_form_that_nobody_forestalled_is_saved(editor, reviewer, practice):
    other = make_practice()
    page = open_form(editor, practice)
    save(reviewer, other, title="Something else")
    assert send(editor, practice, page, title="Mine").status_code == 302


def test_a_restore_meanwhile_is_a_change(editor, reviewer, practice):
    save(editor, practice, title="Second")
    page = open_form(editor, practice)
    first = history.get_versions(practice).last()
    restore(reviewer, practice, first)
    assert "reviewer changed Title (" in told(send(editor, practice, page, summary="Mine"))
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("First", "A summary.")


def test_restoring_the_very_version_that_was_open_is_a_change_too(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Second")
    restore(reviewer, practice, history.get_versions(practice).last())
    assert send(editor, practice, page, title="Mine").status_code == 200


def test_a_move_meanwhile_is_a_change(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, _submit="1")
    assert "reviewer changed Status (" in told(send(editor, practice, page, title="Mine"))


def test_a_record_published_meanwhile_is_not_changed(editor, reviewer, practice):
    save(editor, practice, title="Ready", _submit="1")
    page = open_form(editor, practice)
    decide(reviewer, practice, "publish")
    assert send(editor, practice, page, title="Mine").status_code == 403


class TestRows:
    """Rows that somebody else took out, changed or added meanwhile."""

    @pytest.fixture
    def practice(self):
        """Return a draft with two sources."""
        with record_changes(comment="Written."):
            found = make_practice(sources=[make_source(title="One"), make_source(title="Two")])
            found.save()
        return found

    def test_a_row_that_was_taken_out_is_kept_as_a_new_one(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__DELETE="on")
        typed = {"citations__0__locator": "p. 1", "citations__1__locator": "p. 2"}
        refused = send(editor, practice, page, **typed)
        assert "reviewer changed" in told(refused)
        again = filled_in(refused)
        rows = {again["citations-0-locator"], again["citations-1-locator"]}
        assert rows == {"p. 1", "p. 2"}
        assert send(editor, practice, refused).status_code == 302
        saved = {(row.source.title, row.locator) for row in practice.citations.all()}
        assert saved == {("One", "p. 1"), ("Two", "p. 2")}

    def test_a_row_that_both_took_out_is_gone(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__DELETE="on")
        refused = send(editor, practice, page, citations__0__DELETE="on")
        assert send(editor, practice, refused).status_code == 302
        assert [row.source.title for row in practice.citations.all()] == ["Two"]

    def test_a_row_that_was_added_meanwhile_stays(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        added = {"citations__TOTAL_FORMS": "3", "citations__2__position": "9"}
        added |= {"citations__2__source": make_source(title="Three").pk}
        save(reviewer, practice, **added, citations__2__practice=practice.pk)
        refused = send(editor, practice, page, citations__0__locator="p. 1")
        assert "Three" in dict(refused.context["adminform"].form.current_content)["Citations"]
        assert send(editor, practice, refused).status_code == 302
        saved = [(row.source.title, row.locator) for row in practice.citations.all()]
        assert saved == [("One", "p. 1"), ("Two", ""), ("Three", "")]

    def test_rows_after_a_restore_are_saved_once(self, editor, reviewer, practice):
        save(reviewer, practice, citations__1__DELETE="on")
        page = open_form(editor, practice)
        restore(reviewer, practice, history.get_versions(practice).last())
        refused = send(editor, practice, page, citations__0__locator="p. 1")
        assert send(editor, practice, refused).status_code == 302
        assert [row.locator for row in practice.citations.all()] == ["p. 1", ""]

    def test_a_new_row_in_a_form_that_is_refused_is_kept(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, title="Theirs")
        new = {"citations__TOTAL_FORMS": "3", "citations__2__position": "3"}
        new |= {"citations__2__source": make_source(title="Mine").pk}
        refused = send(editor, practice, page, **new, citations__2__practice=practice.pk)
        assert send(editor, practice, refused).status_code == 302
        assert [row.source.title for row in practice.citations.all()] == ["One", "Two", "Mine"]


class TestOthers:
    """The other nouns are guarded alike."""

    @pytest.mark.parametrize(
        ("make", "field"), [(make_body, "name"), (make_resolution, "title"), (make_source, "title")]
    )
    def test_a_second_save_is_refused(self, editor, reviewer, make, field):
        with record_changes(comment="Written."):
            record = make()
            record.save()
        page = open_form(editor, record)
        save(reviewer, record, **{field: "Theirs"})
        assert "reviewer changed" in told(send(editor, record, page, **{field: "Mine"}))

    def test_a_word_of_a_vocabulary_is_guarded(self, reviewer, seat):
        sector = make_sector()
        page = open_form(reviewer, sector)
        save(seat("superuser"), sector, label="Theirs")
        assert "superuser changed it (" in told(send(reviewer, sector, page, label="Mine"))

    def test_a_paragraph_is_guarded_with_its_resolution(self, editor, reviewer):
        with record_changes(comment="Written."):
            paragraph = make_paragraph(resolution=make_resolution())
            paragraph.resolution.save()
        page = open_form(editor, paragraph)
        save(reviewer, paragraph.resolution, paragraphs__0__heading="Theirs")
        answer = send(editor, paragraph, page, summary="Mine")
        assert "reviewer changed Operative paragraphs (" in told(answer)
        assert send(editor, paragraph, answer).status_code == 302

    def test_a_resolution_is_guarded_with_its_paragraphs(self, editor, reviewer):
        with record_changes(comment="Written."):
            paragraph = make_paragraph(resolution=make_resolution())
            paragraph.resolution.save()
        page = open_form(editor, paragraph.resolution)
        save(reviewer, paragraph, heading="Theirs")
        answer = send(editor, paragraph.resolution, page, title="Mine")
        assert "reviewer changed Operative paragraphs (" in told(answer)


def test_what_was_typed_for_a_record_that_was_deleted_meanwhile_is_shown(editor, seat, practice):
    page = open_form(editor, practice)
    seat("superuser").post(address(practice, "delete"), {"post": "yes"})
    answer = send(editor, practice, page, title="Mine", citations__0__locator="p. 7")
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "another user deleted this record" in text
    assert '<dt>Title</dt><dd dir="auto">Mine</dd>' in text
    assert '<dt>Citations 1: Page, section or case study</dt><dd dir="auto">p. 7</dd>' in text
    assert "csrfmiddlewaretoken" not in text.partition('id="content-main"')[2]
    assert not Practice.objects.exists()
