"""Two people at one record: each keeps what only the other changed, and is asked about the rest."""

import pytest

from catalogue.editorial.workflow import is_signed
from catalogue.models import Practice
from catalogue.versions import history
from tests.admin.desk import address, decide, filled_in, said, save
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


def asked(answer) -> dict:
    """Return what a page that was sent back asks about: what was saved and typed, by label."""
    assert answer.status_code == 200
    return {each.label: (each.saved, each.typed) for each in answer.context["conflicts"]}


@pytest.fixture
def practice():
    """Return a draft whose history has begun."""
    with record_changes(comment="Written."):
        found = make_practice(title="First", summary="A summary.")
        found.save()
    return found


def test_a_field_that_only_the_other_changed_stays_as_the_other_left_it(editor, reviewer, practice):
    page = open_form(editor, practice)
    before = [each.pk for each in practice.sectors.all()]
    rail, aviation = make_sector(label="Rail"), make_sector(label="Aviation")
    save(reviewer, practice, title="Theirs", sectors=[rail.pk], started="2014")
    answer = editor.post(
        address(practice),
        filled_in(page, summary="Mine.", sectors=[*before, aviation.pk]) | {"_save": 1},
        follow=True,
    )
    practice.refresh_from_db()
    assert (practice.title, practice.summary, practice.started) == ("Theirs", "Mine.", 2014)
    assert {*practice.sectors.all()} == {rail, aviation}, "as a set: one came, another went"
    assert "While your page was open, reviewer changed Title, Started and Sectors (" in said(answer)


def test_only_a_field_that_both_changed_is_asked_about_with_both_texts(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs", summary="Their summary.")
    refused = send(editor, practice, page, title="Mine", how_it_works="So.")
    assert asked(refused) == {"Title": ("Theirs", "Mine")}
    assert "reviewer changed Title and Summary (" in refused.text
    assert history.get_versions(practice).first().revision.date_created.strftime("%H:%M") in (
        refused.text
    )
    typed = filled_in(refused)
    assert (typed["title"], typed["summary"]) == ("Mine", "Their summary.")
    assert "Both of you changed this" in str(refused.context["adminform"].form.errors["title"])
    practice.refresh_from_db()
    assert (practice.title, practice.how_it_works) == ("Theirs", "")
    assert send(editor, practice, refused).status_code == 302
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("Mine", "Their summary.")
    assert history.get_versions(practice).count() == 3


def test_choices_and_dates_are_shown_as_people_read_them(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, kind="training", last_verified_on="2025-03-04", verdict="confirmed")
    answer = send(editor, practice, page, kind="law", title="Mine")
    assert asked(answer)["Kind"][0] == "Training"
    assert filled_in(answer)["last_verified_on"] == "4 March 2025"


def test_the_same_change_by_both_is_no_conflict(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="The same")
    assert send(editor, practice, page, title="The same").status_code == 302


def test_what_was_typed_stays_in_the_form_also_in_rows(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    answer = send(editor, practice, page, title="Mine", citations__0__locator="p. 7")
    typed = filled_in(answer)
    assert (typed["title"], typed["citations-0-locator"]) == ("Mine", "p. 7")


def test_a_third_save_in_between_is_merged_as_well(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    refused = send(editor, practice, page, title="Mine")
    save(reviewer, practice, summary="And this.")
    assert send(editor, practice, refused).status_code == 302
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("Mine", "And this.")


def test_everybody_who_saved_meanwhile_is_named(editor, reviewer, seat, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Theirs")
    save(seat("superuser"), practice, summary="And this.")
    answer = send(editor, practice, page, title="Mine")
    assert "reviewer and superuser changed Title and Summary (" in answer.text


def test_a_form_that_was_opened_twice_by_one_person_is_asked_about_too(editor, practice):
    page = open_form(editor, practice)
    save(editor, practice, title="In the other window")
    answer = send(editor, practice, page, title="In this window")
    assert asked(answer) == {"Title": ("In the other window", "In this window")}


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
    assert send(editor, practice, page, summary="Mine").status_code == 302
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("First", "Mine")


def test_restoring_the_very_version_that_was_open_is_no_conflict(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, title="Second")
    restore(reviewer, practice, history.get_versions(practice).last())
    assert send(editor, practice, page, title="Mine").status_code == 302


def test_a_record_submitted_meanwhile_stays_so_and_takes_the_change(editor, reviewer, practice):
    page = open_form(editor, practice)
    save(reviewer, practice, _submit="1")
    assert send(editor, practice, page, title="Mine").status_code == 302
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("Mine", "in_review")
    assert not is_signed(practice)


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

    def test_a_row_that_was_taken_out_is_gone_unless_it_was_changed(
        self, editor, reviewer, practice
    ):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__DELETE="on")
        assert send(editor, practice, page, citations__1__locator="p. 2").status_code == 302
        saved = [(row.source.title, row.locator) for row in practice.citations.all()]
        assert saved == [("Two", "p. 2")]

    def test_a_row_that_was_taken_out_and_changed_is_kept_as_a_new_one(
        self, editor, reviewer, practice
    ):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__DELETE="on")
        typed = {"citations__0__locator": "p. 1", "citations__1__locator": "p. 2"}
        refused = send(editor, practice, page, **typed)
        [(label, (saved, mine))] = asked(refused).items()
        assert (label, saved) == ("Citations 1", "(deleted)")
        assert mine == "One · p. 1"
        again = filled_in(refused)
        rows = {again["citations-0-locator"], again["citations-1-locator"]}
        assert rows == {"p. 1", "p. 2"}
        assert send(editor, practice, refused).status_code == 302
        saved = {(row.source.title, row.locator) for row in practice.citations.all()}
        assert saved == {("One", "p. 1"), ("Two", "p. 2")}

    def test_a_row_that_was_changed_and_taken_out_is_asked_about(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__locator="p. 9")
        refused = send(editor, practice, page, citations__0__DELETE="on")
        assert asked(refused)["Citations 1"][1] == "(deleted)"
        assert "p. 9" in asked(refused)["Citations 1"][0]
        assert practice.citations.count() == 2
        assert send(editor, practice, refused).status_code == 302
        assert practice.citations.get().source.title == "Two"

    def test_fields_of_one_row_are_merged(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        theirs = {"citations__0__locator": "p. 9", "citations__0__position": "5"}
        save(reviewer, practice, **theirs, citations__1__locator="p. 8")
        typed = {"citations__0__quotation": "Mine.", "citations__0__position": "7"}
        refused = send(editor, practice, page, **typed, citations__1__locator="p. 1")
        assert asked(refused) == {
            "Citations 2: Page, section or case study": ("p. 8", "p. 1"),
        }
        assert send(editor, practice, refused).status_code == 302
        rows = [(r.locator, r.quotation, r.position) for r in practice.citations.order_by("pk")]
        assert rows == [("p. 9", "Mine.", 7), ("p. 1", "", 0)]

    def test_a_row_that_both_took_out_is_gone(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, citations__0__DELETE="on")
        assert send(editor, practice, page, citations__0__DELETE="on").status_code == 302
        assert [row.source.title for row in practice.citations.all()] == ["Two"]

    def test_a_row_that_was_added_meanwhile_stays(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        added = {"citations__TOTAL_FORMS": "3", "citations__2__position": "9"}
        added |= {"citations__2__source": make_source(title="Three").pk}
        save(reviewer, practice, **added, citations__2__practice=practice.pk, title="Theirs")
        refused = send(editor, practice, page, citations__0__locator="p. 1", title="Mine")
        assert refused.text.count("Three") >= 1, "it is shown"
        assert send(editor, practice, refused).status_code == 302
        saved = [(row.source.title, row.locator) for row in practice.citations.all()]
        assert saved == [("One", "p. 1"), ("Two", ""), ("Three", "")]

    def test_a_form_with_a_new_row_that_is_sent_twice_adds_one(self, editor, practice):
        new = {"citations__TOTAL_FORMS": "3", "citations__2__position": "3"}
        new |= {"citations__2__source": make_source(title="Three").pk, "title": "Twice"}
        page = open_form(editor, practice)
        for _time in range(2):
            answer = send(editor, practice, page, **new, citations__2__practice=practice.pk)
            assert answer.status_code == 302
        assert [row.source.title for row in practice.citations.all()] == ["One", "Two", "Three"]
        assert history.get_versions(practice).count() == 2

    def test_rows_after_a_restore_are_saved_once(self, editor, reviewer, practice):
        save(reviewer, practice, citations__1__DELETE="on")
        page = open_form(editor, practice)
        restore(reviewer, practice, history.get_versions(practice).last())
        assert send(editor, practice, page, citations__0__locator="p. 1").status_code == 302
        assert [row.locator for row in practice.citations.all()] == ["p. 1", ""]

    def test_a_new_row_in_a_form_that_is_refused_is_kept(self, editor, reviewer, practice):
        page = open_form(editor, practice)
        save(reviewer, practice, title="Theirs", citations__1__DELETE="on")
        new = {"citations__TOTAL_FORMS": "3", "citations__2__position": "3"}
        new |= {"citations__2__source": make_source(title="Mine").pk}
        refused = send(
            editor, practice, page, **new, citations__2__practice=practice.pk, title="Mine"
        )
        assert send(editor, practice, refused).status_code == 302
        assert [row.source.title for row in practice.citations.all()] == ["One", "Mine"]


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
        [texts] = asked(send(editor, record, page, **{field: "Mine"})).values()
        assert texts == ("Theirs", "Mine")

    def test_a_word_of_a_vocabulary_is_guarded(self, reviewer, seat):
        sector = make_sector()
        page = open_form(reviewer, sector)
        save(seat("superuser"), sector, label="Theirs")
        answer = send(reviewer, sector, page, label="Mine")
        assert "superuser changed it (" in answer.text, "it was loaded without a version"
        assert asked(answer) == {"Label": ("Theirs", "Mine")}

    def test_a_paragraph_is_guarded_with_its_resolution(self, editor, reviewer):
        with record_changes(comment="Written."):
            paragraph = make_paragraph(resolution=make_resolution())
            paragraph.resolution.save()
        page = open_form(editor, paragraph)
        theirs = {"paragraphs__0__heading": "Theirs", "paragraphs__0__verb": "theirs"}
        save(reviewer, paragraph.resolution, **theirs)
        answer = send(editor, paragraph, page, summary="Mine", verb="mine")
        assert "reviewer changed Operative paragraphs (" in answer.text
        assert asked(answer) == {"Operative verb": ("theirs", "mine")}
        assert send(editor, paragraph, answer).status_code == 302
        paragraph.refresh_from_db()
        assert (paragraph.heading, paragraph.summary) == ("Theirs", "Mine")

    def test_a_resolution_is_guarded_with_its_paragraphs(self, editor, reviewer):
        with record_changes(comment="Written."):
            paragraph = make_paragraph(resolution=make_resolution())
            paragraph.resolution.save()
        page = open_form(editor, paragraph.resolution)
        save(reviewer, paragraph, heading="Theirs")
        assert send(editor, paragraph.resolution, page, title="Mine").status_code == 302
        paragraph.refresh_from_db()
        assert (paragraph.heading, paragraph.resolution.title) == ("Theirs", "Mine")


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
