"""Only somebody who may publish does so, and only what is ready; each record stands for itself."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from catalogue.editorial.workflow import make_transition
from tests.admin.desk import address, choose, decide, list_address, said, save
from tests.admin.records import (
    PUBLISHABLE,
    make_event,
    make_paragraph,
    make_practice,
    make_resolution,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(person):
    """Return an editor who submits records."""
    found = person("writer")
    found.groups.set(Group.objects.filter(name="Editors"))
    return found


def test_the_right_to_publish_one_noun_is_no_right_to_another(person, writer):
    events_only = person("editor")
    events_only.user_permissions.add(Permission.objects.get(codename="publish_event"))
    events_only = User.objects.get(pk=events_only.pk)
    make_transition("publish", submit(make_event(), writer), by=events_only)
    with pytest.raises(PermissionDenied):
        make_transition("publish", submit(make_practice(), writer), by=events_only)


def test_publication_notes_when_and_by_whom(person, writer):
    practice, reviewer = submit(make_practice(), writer), person("reviewer")
    make_transition("publish", practice, by=reviewer)
    practice.refresh_from_db()
    assert practice.is_public
    assert (practice.submitted_by, practice.reviewer) == (writer, reviewer)
    assert timezone.now() - practice.published_at < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_the_first_publication_keeps_its_date(person, writer, noun):
    first = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    record = PUBLISHABLE[noun](status="published", published_at=first)
    reviewer = person("reviewer")
    for move in ("withdraw", "reopen", "submit", "publish"):
        by = writer if move == "submit" else reviewer
        make_transition(move, record, by=by, text="Superseded.")
    record.refresh_from_db()
    assert record.is_public
    assert record.published_at == first


def lose(practice, what):
    """Take away one thing that publication needs."""
    if what == "a summary":
        practice.summary = ""
        practice.save()
    else:
        rows = {
            "a sector": practice.sectors.through.objects,
            "a measure": practice.measures.through.objects,
            "an organization": practice.involvements,
            "a citation": practice.citations,
        }
        rows[what].filter(practice=practice).delete()


@pytest.mark.parametrize(
    "what", ["a summary", "a sector", "a measure", "an organization", "a citation"]
)
def test_a_record_that_lacks_something_is_neither_submitted_nor_published(reviewer, writer, what):
    draft, submitted = make_practice(), make_practice()
    for practice in (draft, submitted):
        lose(practice, what)
    submit(submitted, writer)
    for practice, move in ((draft, "submit"), (submitted, "publish")):
        assert f"Not complete yet. Add: {what}." in decide(reviewer, practice, move).text
        answer = choose(reviewer, "practice", move, practice)
        assert f"{practice}: Not complete yet. Add: {what}." in said(answer)
        assert f"{practice}" in answer.text
    draft.refresh_from_db()
    submitted.refresh_from_db()
    assert (draft.status, submitted.status) == ("draft", "in_review")


@pytest.mark.parametrize("move", ["submit", "publish"])
def test_a_review_note_is_settled_first(person, writer, move):
    practice = make_practice(review_note="From 2018 or 2019?")
    if move == "publish":
        submit(practice, writer)
    with pytest.raises(ValidationError, match="Settle the review note"):
        make_transition(move, practice, by=person("reviewer"))
    practice.review_note = ""
    practice.save()
    make_transition(move, practice, by=User.objects.get(username="reviewer"))


def test_a_review_note_stands_at_the_top_of_the_record_and_in_the_list_of_drafts(editor):
    practice = make_practice(review_note="From 2018 or 2019?")
    page = editor.get(address(practice)).text
    assert page.index("From 2018 or 2019?") < page.index('id="id_title"')
    drafts = editor.get(list_address("practice"), {"status__exact": "draft"})
    assert "From 2018 or 2019?" in drafts.text


def test_an_event_without_a_source_is_not_ready(person):
    event = make_event()
    event.citations.all().delete()
    with pytest.raises(ValidationError, match="a source"):
        make_transition("submit", event, by=person("editor"))


def test_each_selected_record_stands_for_itself(reviewer, writer):
    ready, unready, public = make_practice(), make_practice(), make_practice(status="published")
    unready.citations.all().delete()
    for each in (ready, unready):
        submit(each, writer)
    told = said(choose(reviewer, "practice", "publish", ready, unready, public))
    assert f"{ready}: Published." in told
    assert f"{unready}: Not complete yet. Add: a citation." in told
    assert f"{public}: Already published; skipped." in told
    ready.refresh_from_db()
    unready.refresh_from_db()
    assert (ready.status, unready.status) == ("published", "in_review")


def test_the_button_saves_what_was_typed_and_says_what_is_missing(editor):
    practice = make_practice()
    practice.involvements.all().delete()
    answer = save(editor, practice, title="A better title", _submit="1")
    told = said(editor.get(answer.url))
    assert "Your changes are saved." in told
    assert "Add: an organization." in told
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("A better title", "draft")


def test_who_saves_a_form_without_a_change_has_not_changed_the_record(reviewer, writer):
    practice = submit(make_practice(changed_by=writer), writer)
    save(reviewer, practice)
    decide(reviewer, practice, "publish")
    practice.refresh_from_db()
    assert (practice.status, practice.changed_by) == ("published", writer)


def test_who_changes_only_a_row_has_changed_the_record(reviewer, writer):
    practice = submit(make_practice(changed_by=writer), writer)
    save(reviewer, practice, citations__0__locator="p. 7")
    practice.refresh_from_db()
    assert practice.changed_by.username == "reviewer"


def test_a_paragraph_is_part_of_its_resolution(reviewer):
    resolution = make_resolution()
    save(reviewer, make_paragraph(resolution=resolution), heading="Partnerships")
    before = resolution.edit_token
    resolution.refresh_from_db()
    assert resolution.changed_by.username == "reviewer"
    assert resolution.edit_token != before


def test_the_history_of_a_record_tells_of_its_publication(reviewer, writer):
    practice = submit(make_practice(), writer)
    choose(reviewer, "practice", "publish", practice)
    page = reviewer.get(address(practice, "history")).content.decode()
    assert "Published." in page
