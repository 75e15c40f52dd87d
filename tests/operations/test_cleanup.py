"""What nobody needs any longer goes, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from catalogue.imports.models import Import
from catalogue.imports.preview import PREVIEW_LIFETIME
from catalogue.search.missed import MissedSearch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def tidy() -> list[str]:
    out = StringIO()
    call_command("cleanup", stdout=out)
    return out.getvalue().splitlines()


def make_import(by, age, **fields):
    """Make an import that was previewed some time ago."""
    made = Import.objects.create(noun="practice", name="a.csv", file=b"", by=by, **fields)
    Import.objects.filter(pk=made.pk).update(previewed_at=timezone.now() - age)
    return made


def test_what_has_ended_goes_and_the_rest_stays():
    now, by = timezone.now(), get_user_model().objects.create_user("ann")
    today = timezone.localdate(now)
    for key, end in (("ended", now - DAY), ("in use", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    for name, moment in (("ann", now - DAY), ("ben", now)):
        attempt = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=moment)
    make_import(by, PREVIEW_LIFETIME + DAY)
    for year in (today.year - 1, today.year):
        MissedSearch.objects.create(month=today.replace(year, day=1), words="moats", times=1)
    kept = [
        make_import(by, PREVIEW_LIFETIME - DAY),
        make_import(by, 9 * PREVIEW_LIFETIME, state="applied", applied_at=now),
    ]
    assert tidy() == [
        "sessions that have ended: 1",
        "refused sign-ins that no longer count: 1",
        "previews of imports that were never applied: 1",
        "counts, older than twelve months, of searches that found nothing: 1",
    ]
    assert [session.session_key for session in Session.objects.all()] == ["in use"]
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["ben"]
    assert set(Import.objects.all()) == set(kept)
    assert [line[-3:] for line in tidy()] == [": 0"] * 4
