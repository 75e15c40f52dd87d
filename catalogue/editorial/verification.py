"""Verification: a record was read against its sources again, with a verdict.

It changes no content, and so makes no new version number: an open revision stays open, and the
verification is noted on it as well.
"""

from calendar import monthrange
from datetime import MAXYEAR, date
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.core.models import Status, Verdict
from catalogue.editorial import decisions, workflow
from catalogue.versions import bulk_versions, history
from catalogue.versions.revisions import lock_for_update

#: For so many months a verification holds, unless an editor sets another day.
VALID_MONTHS = 24
#: The columns of a verification.
VERIFICATION_COLUMNS = ("last_verified_on", "verdict", "verified_by_id", "review_due_on")


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


def check_verification(record, by) -> None:
    """Raise PermissionDenied or ValidationError if `by` cannot verify a record."""
    if not workflow.has_right(by, "change", record):
        raise PermissionDenied(f"{by} may not verify {record._meta.verbose_name_plural}.")
    if record.status == Status.WITHDRAWN:
        raise ValidationError(
            _("It is withdrawn. Only published records are verified."), code="status"
        )
    if record.changed_by_id == by.pk:
        raise ValidationError(
            _("You made the last change, so another person must verify it."), code="own"
        )


@transaction.atomic
def verify_record(record, *, by, verdict: str, seen: decisions.StateToken | None = None) -> None:
    """Note that `by` verified a saved record today, also on its open revision and in the history.

    `seen` is the token of what the page displayed. Raise PermissionDenied if `by` may not change
    such records, and ValidationError if the record cannot be verified, was changed, or the verdict
    is unknown.
    """
    lock_for_update(record)
    check_verification(record, by)
    if seen is not None:
        decisions.check_displayed(record, seen)
    if verdict not in Verdict.values:
        raise ValidationError(_("Choose a result."), code="verdict")
    as_before = _("Before the verification")
    bulk_versions.ensure_current_versions(type(record), [record], as_before)
    label = Verdict(verdict).label.lower()
    history.add_comment(_("Verified today: %(verdict)s.") % {"verdict": label})
    today = timezone.localdate()
    write_verification(record, [today, verdict, by.pk, next_review_date(today)])


@transaction.atomic
def undo_verification(record, *, by, seen: decisions.StateToken | None = None) -> None:
    """Give a record the verification that it had before the last one, in the name of `by`."""
    lock_for_update(record)
    if not workflow.has_right(by, "change", record):
        raise PermissionDenied(f"{by} may not verify {record._meta.verbose_name_plural}.")
    if seen is not None:
        decisions.check_displayed(record, seen)
    earlier = find_earlier_verification(record)
    if earlier is None:
        raise ValidationError(_("There is no verification to undo."), code="none")
    history.add_comment(_("Verification undone."))
    write_verification(record, earlier)


def find_earlier_verification(record) -> list | None:
    """Return the values of the verification before the last one; None where that is not known."""
    values = [
        [version.field_dict.get(name) for name in VERIFICATION_COLUMNS]
        for version in history.get_versions(record)
    ]
    current = [getattr(record, name) for name in VERIFICATION_COLUMNS]
    oldest = len(values) - values[::-1].index(current) if current in values else 0
    earlier = values[oldest] if oldest < len(values) else None
    if earlier and not get_user_model().objects.filter(pk=earlier[2]).exists():
        earlier[2] = None  # the account is gone
    return earlier


def write_verification(record, verification: list) -> None:
    """Write the values of a verification to a record and its open revision, and add versions.

    A public record keeps its edit token, by which a revision knows that its content is still the
    one that it began from. A draft gets a new one: a form that is open now would overwrite this.
    """
    values = dict(zip(VERIFICATION_COLUMNS, verification, strict=True))
    for each in [record, *type(record).objects.filter(revises=record)]:
        token = {} if each.is_public else {"edit_token": uuid4()}
        type(each).objects.filter(pk=each.pk).update(**values, **token)
        each.refresh_from_db()
        history.add_version(each)
