"""Verification: a record was read against its sources again, with a verdict.

It changes no content, and so makes no new version number: an open revision stays open, and the
verification is noted on it as well.
"""

from calendar import monthrange
from datetime import MAXYEAR, date
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.core.models import Status, Verdict
from catalogue.editorial import workflow
from catalogue.versions import history
from catalogue.versions.revisions import lock_for_update

#: For so many months a verification holds, unless an editor sets another day.
VALID_MONTHS = 24


def next_review_date(day: date) -> date:
    """Return the day on which a record that was verified on `day` is due to be read again."""
    years, month = divmod(day.month - 1 + VALID_MONTHS, 12)
    year, month = min(day.year + years, MAXYEAR), month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def overdue_condition() -> Q:
    """Return the condition that a public record is due to be verified, or never was."""
    is_due = Q(last_verified_on=None) | Q(review_due_on__lt=timezone.localdate())
    return Q(status=Status.PUBLISHED) & is_due


def fill_verification(record, changed: set[str], *, by) -> None:
    """Set who verified a record that is about to be saved, and when it is due again.

    `changed` names the fields that were changed in its form.
    """
    if {"last_verified_on", "verdict"} & changed:
        record.verified_by = by if record.last_verified_on else None
    if not record.last_verified_on:
        return
    is_new_date = "last_verified_on" in changed and "review_due_on" not in changed
    if is_new_date or record.review_due_on is None:
        record.review_due_on = next_review_date(record.last_verified_on)


@transaction.atomic
def verify_record(record, *, by, verdict: str = Verdict.CONFIRMED) -> None:
    """Note that `by` verified a saved record today, also on its open revision and in the history.

    Raise PermissionDenied if `by` may not change such records, and ValidationError if the record
    is withdrawn or the verdict unknown.
    """
    if not workflow.has_right(by, "change", record):
        raise PermissionDenied(f"{by} may not verify {record._meta.verbose_name_plural}.")
    lock_for_update(record)
    if record.status == Status.WITHDRAWN:
        raise ValidationError(_("It is withdrawn: there is nothing to verify."), code="status")
    if verdict not in Verdict.values:
        raise ValidationError(_("Choose a verdict."), code="verdict")
    label = Verdict(verdict).label.lower()
    history.add_comment(_("Verified today: %(verdict)s.") % {"verdict": label})
    today = timezone.localdate()
    values = {
        "last_verified_on": today,
        "verdict": verdict,
        "verified_by": by,
        "review_due_on": next_review_date(today),
    }
    for each in [record, *type(record).objects.filter(revises=record)]:
        write_verification(each, values)


def write_verification(record, values: dict) -> None:
    """Write the values of a verification, and add a version.

    A public record keeps its edit token, by which a revision knows that its content is still the
    one that it began from. A draft gets a new one: a form that is open now would overwrite this.
    """
    if not record.is_public:
        values = values | {"edit_token": uuid4()}
    type(record).objects.filter(pk=record.pk).update(**values)
    record.refresh_from_db()
    history.add_version(record)
