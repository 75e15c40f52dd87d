"""A record is verified with one press, by somebody, for 24 months, and nothing else changes."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from catalogue.editorial import workflow
from catalogue.editorial.verification import next_review_date, verify_record
from catalogue.models import Practice
from catalogue.versions import history
from tests.admin.conftest import make_person
from tests.admin.desk import address, filled_in, list_address, said, save
from tests.admin.records import make_event, make_practice

pytestmark = pytest.mark.django_db


def press(client, record, verdict="confirmed"):
    """Press the button on the page of a record that is not changed there."""
    return client.post(address(record, "verify"), {"verified_as": verdict}, follow=True)


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
    version = history.get_versions(practice).get()
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


def test_a_draft_is_saved_and_verified_with_one_button(editor):
    practice = make_practice(title="Before")
    save(editor, practice, title="After", verified_as="confirmed", _verify="1")
    practice.refresh_from_db()
    assert (practice.title, practice.last_verified_on) == ("After", timezone.localdate())
    assert practice.verified_by.username == "editor"


def test_who_verifies_in_review_can_still_publish(editor, reviewer):
    practice = make_practice(status="in_review", changed_by=make_person("writer"))
    save(reviewer, practice, verified_as="confirmed", _verify="1")
    practice.refresh_from_db()
    assert practice.last_verified_on == timezone.localdate()
    assert practice.changed_by.username == "writer"
    reviewer.post(f"/admin/catalogue/practice/{practice.pk}/move/publish/")
    practice.refresh_from_db()
    assert practice.is_public


def test_a_form_that_is_open_meanwhile_does_not_undo_it(editor, reviewer):
    practice = make_practice()
    page = editor.get(address(practice))
    verify_record(practice, by=make_reviewer("second"))
    answer = editor.post(address(practice), filled_in(page, title="Typed") | {"_save": "1"})
    assert answer.status_code == 200
    practice.refresh_from_db()
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


def test_selected_records_are_verified_from_the_list(editor):
    practices = [make_practice(status="published"), make_practice()]
    withdrawn = make_practice(status="withdrawn", withdrawal_reason="Superseded.")
    chosen = [record.pk for record in (*practices, withdrawn)]
    asked = {"action": "verify_selected", "_selected_action": chosen}
    page = editor.post(list_address("practice"), asked, follow=True)
    for record in practices:
        record.refresh_from_db()
        assert record.verified_by.username == "editor"
        version = history.get_versions(record).get()
        assert version.revision.comment == "Verified today: confirmed."
    withdrawn.refresh_from_db()
    assert withdrawn.last_verified_on is None
    assert "It is withdrawn" in said(page)


def test_who_may_not_change_practices_does_not_verify_them():
    practice, guest = make_practice(status="published"), make_person("guest")
    with pytest.raises(PermissionDenied):
        verify_record(practice, by=guest)
    client = Client()
    client.force_login(guest)
    assert press(client, practice).status_code == 403
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_a_look_at_the_address_verifies_nothing(editor):
    practice = make_practice(status="published")
    assert editor.get(address(practice, "verify")).status_code == 403
    practice.refresh_from_db()
    assert practice.last_verified_on is None


def test_a_verdict_that_is_none_is_refused():
    practice = make_practice(status="published")
    with pytest.raises(ValidationError, match="Choose a verdict"):
        verify_record(practice, by=make_reviewer("second"), verdict="excellent")
