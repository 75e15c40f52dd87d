"""Only somebody who may publish does so, and only what is ready; each record stands for itself."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from catalogue.editorial.workflow import make_transition
from tests.admin.desk import address, choose, said, save
from tests.admin.records import (
    make_body,
    make_event,
    make_paragraph,
    make_practice,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def make_submitted(**fields):
    """Make a practice that waits for review."""
    return make_practice(status="in_review", **fields)


def test_a_refused_button_saves_nothing(editor):
    practice = make_practice(title="As it was", status="published")
    assert save(editor, practice, title="Changed", _publish="1").status_code == 403
    practice.refresh_from_db()
    assert practice.title == "As it was"


def test_the_right_to_publish_one_noun_is_no_right_to_another(person):
    events_only = person("editor")
    events_only.user_permissions.add(Permission.objects.get(codename="publish_event"))
    events_only = User.objects.get(pk=events_only.pk)
    make_transition("publish", make_event(status="in_review"), by=events_only)
    with pytest.raises(PermissionDenied):
        make_transition("publish", make_submitted(), by=events_only)


def test_publication_notes_when_and_by_whom(person):
    practice, reviewer = make_submitted(), person("reviewer")
    make_transition("publish", practice, by=reviewer)
    practice.refresh_from_db()
    assert practice.is_public
    assert practice.reviewer == reviewer
    assert timezone.now() - practice.published_at < datetime.timedelta(minutes=1)


def test_the_first_publication_keeps_its_date(person):
    first = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    practice, reviewer = make_practice(status="published", published_at=first), person("reviewer")
    for move in ("withdraw", "reopen", "submit", "publish"):
        make_transition(move, practice, by=reviewer, text="Superseded.")
    practice.refresh_from_db()
    assert practice.is_public
    assert practice.published_at == first


def test_a_body_that_is_published_again_keeps_its_first_date(person):
    first = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    body, reviewer = make_body(status="published", published_at=first), person("reviewer")
    make_transition("unpublish", body, by=reviewer)
    make_transition("publish", body, by=reviewer)
    body.refresh_from_db()
    assert (body.is_public, body.published_at) == (True, first)


def test_publication_keeps_what_somebody_else_saved_meanwhile(person):
    stale = make_submitted()
    type(stale).objects.filter(pk=stale.pk).update(title="Changed meanwhile")
    make_transition("publish", stale, by=person("reviewer"))
    stale.refresh_from_db()
    assert (stale.title, stale.status) == ("Changed meanwhile", "published")


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
def test_a_record_that_lacks_something_is_neither_submitted_nor_published(reviewer, what):
    draft, submitted = make_practice(), make_submitted()
    for practice, move in ((draft, "submit"), (submitted, "publish")):
        lose(practice, what)
        answer = choose(reviewer, "practice", move, practice)
        assert f"{practice}: Not complete yet. It needs {what}." in said(answer)
    draft.refresh_from_db()
    submitted.refresh_from_db()
    assert (draft.status, submitted.status) == ("draft", "in_review")


def test_an_event_without_a_source_is_not_ready(person):
    event = make_event()
    event.citations.all().delete()
    with pytest.raises(ValidationError, match="a source"):
        make_transition("submit", event, by=person("editor"))


def test_each_selected_record_stands_for_itself(reviewer):
    ready, unready, public = make_submitted(), make_submitted(), make_practice(status="published")
    unready.citations.all().delete()
    told = said(choose(reviewer, "practice", "publish", ready, unready, public))
    assert f"{ready}: Published." in told
    assert f"{unready}: Not complete yet. It needs a citation." in told
    assert f"{public}: Its status is “Published”." in told
    ready.refresh_from_db()
    unready.refresh_from_db()
    assert (ready.status, unready.status) == ("published", "in_review")


def test_the_button_saves_what_was_typed_and_says_what_is_missing(editor):
    practice = make_practice()
    practice.involvements.all().delete()
    answer = save(editor, practice, title="A better title", _submit="1")
    told = said(editor.get(answer.url))
    assert "Your changes are saved." in told
    assert "It needs an organization." in told
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("A better title", "draft")


def test_a_reviewer_who_changes_something_and_publishes_in_one_is_told_that_another_has_to(
    reviewer,
):
    practice = make_submitted()
    answer = save(reviewer, practice, title="A better title", _publish="1")
    assert "another person must publish it" in said(reviewer.get(answer.url))
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("A better title", "in_review")


def test_who_saves_a_form_without_a_change_has_not_changed_the_record(reviewer, person):
    practice = make_submitted(changed_by=person("editor"))
    save(reviewer, practice)
    assert save(reviewer, practice, _publish="1").status_code == 302
    practice.refresh_from_db()
    assert (practice.status, practice.changed_by.username) == ("published", "editor")


def test_who_changes_only_a_row_has_changed_the_record(reviewer, person):
    practice = make_submitted(changed_by=person("editor"))
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


def test_the_history_of_a_record_tells_of_its_publication(reviewer):
    practice = make_submitted()
    choose(reviewer, "practice", "publish", practice)
    page = reviewer.get(address(practice, "history")).content.decode()
    assert "Published." in page
