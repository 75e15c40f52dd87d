"""Only somebody who may publish does so, and only what is ready; each record stands for itself."""

import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from catalogue.core.publication import publish, unpublish
from tests.admin.desk import list_address, said, save
from tests.admin.records import PUBLISHABLE, make_event, make_practice

MAY = {"superuser": True, "reviewer": True, "editor": False}
BEFORE_AND_AFTER = {"publish": ("draft", "published"), "unpublish": ("published", "draft")}


def choose(client, noun, action, *records):
    """Select records in a list and run an action on them."""
    chosen = {"action": f"{action}_selected", "_selected_action": [r.pk for r in records]}
    return client.post(list_address(noun), chosen, follow=True)


@pytest.mark.parametrize("action", BEFORE_AND_AFTER)
@pytest.mark.parametrize("noun", PUBLISHABLE)
@pytest.mark.parametrize("role", MAY)
def test_the_action_of_a_list_obeys_the_role(seat, role, noun, action):
    before, after = BEFORE_AND_AFTER[action]
    record = PUBLISHABLE[noun](status=before)
    choose(seat(role), noun, action, record)
    record.refresh_from_db()
    assert record.status == (after if MAY[role] else before)


@pytest.mark.parametrize("action", BEFORE_AND_AFTER)
@pytest.mark.parametrize("noun", PUBLISHABLE)
@pytest.mark.parametrize("role", MAY)
def test_the_button_of_a_record_obeys_the_role(seat, role, noun, action):
    before, after = BEFORE_AND_AFTER[action]
    record, client = PUBLISHABLE[noun](status=before), seat(role)
    page = client.get(f"/admin/catalogue/{noun}/{record.pk}/change/").content.decode()
    assert (f'name="_{action}"' in page) is MAY[role]
    answer = save(client, record, **{f"_{action}": "1"})
    assert answer.status_code == (302 if MAY[role] else 403)
    record.refresh_from_db()
    assert record.status == (after if MAY[role] else before)


def test_a_refused_button_of_publication_saves_nothing(editor):
    practice = make_practice(title="As it was")
    assert save(editor, practice, title="Changed", _publish="1").status_code == 403
    practice.refresh_from_db()
    assert practice.title == "As it was"


def test_the_right_to_publish_one_noun_is_no_right_to_another(person):
    events_only = person("editor")
    events_only.user_permissions.add(Permission.objects.get(codename="publish_event"))
    events_only = User.objects.get(pk=events_only.pk)
    publish(make_event(), by=events_only)
    with pytest.raises(PermissionDenied):
        publish(make_practice(), by=events_only)


def test_publication_notes_when_and_by_whom(person):
    practice, reviewer = make_practice(), person("reviewer")
    publish(practice, by=reviewer)
    practice.refresh_from_db()
    assert practice.is_public
    assert practice.reviewer == reviewer
    assert timezone.now() - practice.published_at < datetime.timedelta(minutes=1)


def test_the_first_publication_keeps_its_date(person):
    first = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    practice, reviewer = make_practice(status="published", published_at=first), person("reviewer")
    unpublish(practice, by=reviewer)
    publish(practice, by=reviewer)
    practice.refresh_from_db()
    assert practice.published_at == first


def test_publication_keeps_what_somebody_else_saved_meanwhile(person):
    stale = make_practice()
    type(stale).objects.filter(pk=stale.pk).update(title="Changed meanwhile")
    publish(stale, by=person("reviewer"))
    stale.refresh_from_db()
    assert (stale.title, stale.status) == ("Changed meanwhile", "published")


def test_unpublishing_needs_the_right_too(person):
    practice = make_practice(status="published")
    with pytest.raises(PermissionDenied):
        unpublish(practice, by=person("editor"))


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        (publish, "published", "public already"),
        (publish, "withdrawn", "withdrawn"),
        (unpublish, "draft", "draft already"),
        (unpublish, "in_review", "in review"),
    ],
)
def test_a_step_that_leads_nowhere_says_so(person, change, status, why):
    practice = make_practice(status=status, withdrawal_reason="Superseded.")
    with pytest.raises(ValidationError, match=why):
        change(practice, by=person("reviewer"))


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_draft_and_a_record_in_review_can_be_published(person, status):
    practice = make_practice(status=status)
    publish(practice, by=person("reviewer"))
    assert practice.is_public


def test_a_withdrawn_record_goes_back_to_draft(person):
    practice = make_practice(status="withdrawn", withdrawal_reason="Superseded.")
    unpublish(practice, by=person("reviewer"))
    assert practice.status == "draft"


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
def test_a_record_that_lacks_something_stays_a_draft_and_says_what(reviewer, what):
    practice = make_practice()
    lose(practice, what)
    answer = choose(reviewer, "practice", "publish", practice)
    assert f"{practice}: Cannot be published yet. It needs {what}." in said(answer)
    practice.refresh_from_db()
    assert practice.status == "draft"


def test_an_event_without_a_source_is_not_ready(person):
    event = make_event()
    event.citations.all().delete()
    with pytest.raises(ValidationError, match="a source"):
        publish(event, by=person("reviewer"))


def test_each_selected_record_stands_for_itself(reviewer):
    ready, unready, public = make_practice(), make_practice(), make_practice(status="published")
    unready.citations.all().delete()
    told = said(choose(reviewer, "practice", "publish", ready, unready, public))
    assert f"{ready}: Published." in told
    assert f"{unready}: Cannot be published yet. It needs a citation." in told
    assert f"{public}: It is public already." in told
    ready.refresh_from_db()
    unready.refresh_from_db()
    assert (ready.status, unready.status) == ("published", "draft")


def test_the_button_saves_what_was_typed_and_says_what_is_missing(reviewer):
    practice = make_practice()
    practice.involvements.all().delete()
    answer = save(reviewer, practice, title="A better title", _publish="1")
    told = said(reviewer.get(answer.url))
    assert "Your changes are saved." in told
    assert "It needs an organization." in told
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("A better title", "draft")


def test_the_history_of_a_record_tells_of_its_publication(reviewer):
    practice = make_practice()
    choose(reviewer, "practice", "publish", practice)
    page = reviewer.get(f"/admin/catalogue/practice/{practice.pk}/history/").content.decode()
    assert "Published." in page
