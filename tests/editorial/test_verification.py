"""A record is verified with one press, by somebody, for 24 months, and nothing else changes."""

import datetime
import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from catalogue.editorial import workflow
from catalogue.editorial.verification import next_review_date, verify_record
from catalogue.models import Practice
from catalogue.versions import history
from tests.admin.conftest import make_person
from tests.admin.desk import address, decide, filled_in, list_address, said, save
from tests.admin.records import make_event, make_practice, submit

pytestmark = pytest.mark.django_db


def press(client, record, verdict="confirmed"):
    """Open the page on which a record is verified, and choose a result."""
    return decide(client, record, address(record, "verify"), verdict=verdict)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2024-01-31", "2026-01-31"), ("2024-02-29", "2026-02-28"), ("2025-12-01", "2027-12-01")],
)
def test_a_verification_holds_for_24_months(day, due):
    assert next_review_date(datetime.date.fromisoformat(day)).isoformat() == due


@pytest.mark.parametrize("make", [make_practice, make_event])
def test_one_press_says_who_verified_and_when_it_is_due_again(editor, make):
    record = make(status="published")
    page = press(editor, record, "corrected")
    record.refresh_from_db()
    today = timezone.localdate()
    assert (record.last_verified_on, record.verdict) == (today, "corrected")
    assert (record.verified_by.username, record.review_due_on) == (
        "editor",
        next_review_date(today),
    )
    assert "verified today. Due again on" in said(page)
    assert "By editor." in page.text


def test_readers_see_it_at_once(editor):
    practice = make_practice(status="published")
    assert "Not yet verified" in Client().get(practice.get_absolute_url()).text
    press(editor, practice)
    page = Client().get(practice.get_absolute_url()).text
    today = timezone.localdate()
    assert f"Last verified on {today:%-d %B %Y}: confirmed." in page
    assert f"Review due on {next_review_date(today):%-d %B %Y}." in page


def test_it_is_no_change_of_the_record(editor):
    practice = make_practice(status="published", changed_by=make_person("writer"))
    press(editor, practice)
    before = (practice.edit_token, practice.updated_at, practice.version, practice.changed_by)
    practice.refresh_from_db()
    assert before == (
        practice.edit_token, practice.updated_at, practice.version, practice.changed_by
    )  # fmt: skip


def test_the_history_keeps_it(editor):
    practice = make_practice(status="published")
    press(editor, practice)
    version, before = history.get_versions(practice)
    assert before.revision.comment == "Before the verification"
    assert version.revision.user.username == "editor"
    assert version.revision.comment == "Verified today: confirmed."
    assert version.field_dict["last_verified_on"] == timezone.localdate()


def test_a_revision_that_is_under_way_takes_it_along(editor, reviewer):
    practice = make_practice(status="published")
    reviewer.post(address(practice, "revise"))
    copy = Practice.objects.get(revises=practice)
    press(editor, practice)
    save(reviewer, copy, change_note="Dates corrected.", _submit="1")
    left = workflow.make_transition("publish", copy, by=make_reviewer("second"))
    left.refresh_from_db()
    assert (left.pk, left.version, left.last_verified_on) == (practice.pk, 2, timezone.localdate())
    assert left.verified_by.username == "editor"


def make_reviewer(name):
    somebody = make_person(name)
    somebody.groups.set(Group.objects.filter(name="Reviewers"))
    return somebody


def test_the_form_of_a_draft_has_no_button_that_verifies(editor):
    """The first button of a form is pressed by Enter in any of its fields."""
    page = editor.get(address(make_practice())).text
    assert "_verify" not in page
    form = page[page.index('id="practice_form"') :]
    assert re.search(r'type="submit"[^>]*name="(\w+)"', form)[1] == "_save"


def test_who_verifies_in_review_can_still_publish(reviewer):
    practice = submit(make_practice(), make_person("writer"))
    press(reviewer, practice)
    practice.refresh_from_db()
    assert practice.last_verified_on == timezone.localdate()
    decide(reviewer, practice, "publish")
    practice.refresh_from_db()
    assert practice.is_public


@pytest.mark.parametrize("status", ["draft", "published"])
def test_nobody_verifies_their_own_last_change(editor, status):
    practice = make_practice(status=status, changed_by=User.objects.get(username="editor"))
    assert "another person must verify it" in said(press(editor, practice))
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_the_page_shows_the_sources_and_no_result_is_chosen_in_advance(editor):
    practice = make_practice(status="published")
    source = practice.citations.get().source
    page = editor.get(address(practice, "verify")).text
    assert f'href="{source.url}"' in page
    assert '<option value="">Choose a result</option>' in page
    assert " selected>" not in page
    assert "Choose a result." in said(press(editor, practice, ""))
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_a_verification_is_undone(editor, reviewer):
    practice = make_practice(status="published")
    fields = ("last_verified_on", "verdict", "verified_by", "review_due_on")
    states = [[getattr(practice, name) for name in fields]]
    for client, verdict in ((editor, "confirmed"), (reviewer, "corrected")):
        press(client, practice, verdict)
        practice.refresh_from_db()
        states.append([getattr(practice, name) for name in fields])
    for state in (states[1], states[0]):
        decide(editor, practice, address(practice, "undo_verification"))
        practice.refresh_from_db()
        assert [getattr(practice, name) for name in fields] == state
    assert history.get_versions(practice)[0].revision.comment == "Verification undone."


def test_without_a_verification_there_is_nothing_to_undo(editor):
    practice = make_practice(status="published")
    told = said(decide(editor, practice, address(practice, "undo_verification")))
    assert "no verification to undo" in told


def test_no_action_of_a_list_verifies(reviewer):
    page = reviewer.get(list_address("practice"))
    assert "verify" not in str(page.context["action_form"].fields["action"].choices).lower()


def test_a_form_that_is_open_meanwhile_does_not_undo_it(editor):
    practice = make_practice()
    page = editor.get(address(practice))
    verify_record(practice, by=make_reviewer("second"), verdict="confirmed")
    editor.post(address(practice), filled_in(page, title="Typed") | {"_save": "1"})
    practice.refresh_from_db()
    assert practice.title == "Typed"
    assert practice.last_verified_on == timezone.localdate()


def test_a_day_typed_by_hand_names_who_typed_it_and_is_due_after_24_months(editor):
    practice = make_practice()
    save(editor, practice, last_verified_on="2024-02-29", verdict="corrected")
    practice.refresh_from_db()
    assert practice.verified_by.username == "editor"
    assert practice.review_due_on == datetime.date(2026, 2, 28)
    save(editor, practice, last_verified_on="2025-01-01", review_due_on="2025-06-01")
    practice.refresh_from_db()
    assert practice.review_due_on == datetime.date(2025, 6, 1)


def test_who_may_not_change_practices_does_not_verify_them():
    practice, guest = make_practice(status="published"), make_person("guest")
    with pytest.raises(PermissionDenied):
        verify_record(practice, by=guest, verdict="confirmed")
    client = Client()
    client.force_login(guest)
    assert client.get(address(practice, "verify")).status_code == 403
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_a_look_at_the_address_verifies_nothing(editor):
    practice = make_practice(status="published")
    assert editor.get(address(practice, "verify")).status_code == 200
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_a_verdict_that_is_none_is_refused():
    practice = make_practice(status="published")
    with pytest.raises(ValidationError, match="Choose a result"):
        verify_record(practice, by=make_reviewer("second"), verdict="excellent")
