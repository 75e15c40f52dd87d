"""Days and numbers that cannot be are refused in words: in forms, in imports and in files."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from catalogue import models
from catalogue.editorial.verification import next_review_date
from tests.admin.conftest import editor, person, seat
from tests.admin.desk import address, save
from tests.admin.records import make_event, make_practice
from tests.imports.conftest import by
from tests.imports.tables import NEW, does, errors, look, written

__all__ = ["by", "editor", "person", "seat"]
pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 14)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Let it be a fixed day."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize("day", ["2026-03-15", "9997-12-31", "9998-01-01", "9999-12-31"])
def test_a_form_takes_no_verification_after_today(editor, day):
    draft = make_practice()
    page = save(editor, draft, last_verified_on=day, verdict="confirmed")
    draft.refresh_from_db()
    assert draft.last_verified_on is None
    assert "This day is after today." in page.text


def test_a_verification_of_today_is_taken(editor):
    draft = make_practice()
    save(editor, draft, last_verified_on="2026-03-14", verdict="confirmed")
    draft.refresh_from_db()
    assert draft.last_verified_on == TODAY


@pytest.mark.parametrize("day", ["2026-03-15", "9998-01-01", "9999-12-31"])
def test_an_import_takes_no_verification_after_today(by, day):
    row = {"code": "", **NEW["practice"]}
    row |= {"verification_on": day, "verification_verdict": "confirmed"}
    found = look(written(row), models.Practice, by)
    assert errors(found) == [(2, "verification_on", "This day is after today.")]


@pytest.mark.parametrize("model", [models.Practice, models.Event])
def test_the_rule_is_one_of_the_field(model):
    field = model._meta.get_field("last_verified_on")
    field.run_validators(TODAY)
    with pytest.raises(ValidationError, match="after today"):
        field.run_validators(TODAY + datetime.timedelta(days=1))


def test_a_review_is_due_on_a_day_that_exists():
    assert next_review_date(datetime.date.max) == datetime.date.max


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 30, "--5", "99999"])
def test_a_number_that_is_no_year_is_refused_in_words(by, number):
    row = {"code": "", **NEW["practice"], "started": number}
    ((line, column, _text),) = errors(look(written(row), models.Practice, by))
    assert (line, column) == (2, "started")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_event_on_the_first_or_last_of_all_days_has_its_page(editor, day):
    assert editor.get(address(make_event(start=day, end=day))).status_code == 200


@pytest.mark.parametrize("flag", ["TRUE", "True", "true"])
def test_a_flag_may_be_written_in_any_case(by, flag):
    row = {"code": "", **NEW["practice"], "sources_title": "A guide", "sources_url": ""}
    row |= {"sources_is_the_practice": flag}
    assert does(look(written(row), models.Practice, by)) == {"create": 1}
