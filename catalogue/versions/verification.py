"""Verification: somebody read a record against its sources again, and said what came of it.

It changes no content, and so no version: a revision that is under way goes on, and takes the
verification along.
"""

from calendar import monthrange
from datetime import date
from uuid import uuid4

import reversion
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.core.models import Status, Verdict
from catalogue.versions import history, workflow
from catalogue.versions.locking import lock_for_update

#: For so long a verification holds, unless an editor sets another day.
MONTHS = 24


def next_review_date(day: date) -> date:
    """Return the day on which a record that was verified on `day` is due to be read again."""
    years, month = divmod(day.month - 1 + MONTHS, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def overdue_condition(today: date | None = None) -> Q:
    """Return the condition that a public record has to be read again, or never was."""
    today = today or timezone.localdate()
    return Q(status=Status.PUBLISHED) & (Q(last_verified_on=None) | Q(review_due_on__lt=today))


def fill_verification(record, changed: set[str], *, by) -> None:
    """Note on a record that is about to be saved who verified it, and when it is due again.

    `changed` names the fields that were changed in its form.
    """
    if {"last_verified_on", "verdict"} & changed:
        record.verified_by = by if record.last_verified_on else None
    if not record.last_verified_on:
        return
    moved_on = "last_verified_on" in changed and "review_due_on" not in changed
    if moved_on or record.review_due_on is None:
        record.review_due_on = next_review_date(record.last_verified_on)


def values(by, verdict: str) -> dict:
    """Return what a verification of today leaves on a record."""
    today = timezone.localdate()
    return {
        "last_verified_on": today,
        "verdict": verdict,
        "verified_by": by,
        "review_due_on": next_review_date(today),
    }


@transaction.atomic
def verify_record(record, *, by, verdict: str = Verdict.CONFIRMED) -> None:
    """Note that `by` verified a saved record today, and keep that in its history.

    PermissionDenied where `by` may not change such records; ValidationError where it is withdrawn,
    or the verdict is none.
    """
    if not workflow.has_right(by, "change", record):
        raise PermissionDenied(f"{by} may not verify {record._meta.verbose_name_plural}.")
    lock_for_update(record)
    if record.status == Status.WITHDRAWN:
        raise ValidationError(_("It is withdrawn: there is nothing to verify."), code="status")
    if verdict not in Verdict.values:
        raise ValidationError(_("Choose a verdict."), code="verdict")
    say(_("Verified today: %(verdict)s.") % {"verdict": Verdict(verdict).label.lower()})
    put(record, values(by, verdict))
    for revision in type(record).objects.filter(revises=record):
        put(revision, values(by, verdict))


def say(why: str) -> None:
    """Say in the history that it was a verification; once, where several records are verified."""
    if reversion.is_active() and why.rstrip(".") not in reversion.get_comment():
        history.add_comment(why)


def put(record, found: dict) -> None:
    """Write what a verification left, and keep a snapshot.

    What readers see keeps its edit token, by which a revision knows that its content is still the
    one that it began from. A draft takes a new one: a form that is open now would undo this.
    """
    if not record.is_public:
        found = found | {"edit_token": uuid4()}
    type(record).objects.filter(pk=record.pk).update(**found)
    record.refresh_from_db()
    history.add_version(record)
