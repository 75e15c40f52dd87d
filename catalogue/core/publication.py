"""Publication: the one way by which a record reaches the public, and leaves it again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Curated, Status


def may_publish(user, noun) -> bool:
    """Say whether a user may publish records of `noun`, a model or one of its records."""
    return user.has_perm(f"{noun._meta.app_label}.publish_{noun._meta.model_name}")


def is_locked(record, *, to) -> bool:
    """Say whether a record is public, or was, and a user must not change it alone."""
    seen_by_readers = record.status in (Status.PUBLISHED, Status.WITHDRAWN)
    return seen_by_readers and not may_publish(to, record)


def hold(record) -> None:
    """Read a record again and keep others from changing it until the transaction ends."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update())


@transaction.atomic
def publish(record, *, by) -> None:
    """Make a saved record public in the name of `by`; its first publication keeps its date.

    PermissionDenied where `by` may not publish; ValidationError where the record is not ready.
    """
    _refuse_stranger(record, by)
    hold(record)
    _refuse_status(record, Status.PUBLISHED, _("It is public already."))
    _refuse_status(record, Status.WITHDRAWN, _("It was withdrawn. Take it back to draft first."))
    refuse_unready(record)
    record.status = Status.PUBLISHED
    if isinstance(record, Curated):
        record.reviewer = by
    record.save()


@transaction.atomic
def unpublish(record, *, by) -> None:
    """Take a public or withdrawn record back to draft in the name of `by`.

    PermissionDenied where `by` may not publish; ValidationError where it never reached readers.
    """
    _refuse_stranger(record, by)
    hold(record)
    _refuse_status(record, Status.DRAFT, _("It is a draft already."))
    _refuse_status(record, Status.IN_REVIEW, _("It is not public: it is in review."))
    record.status = Status.DRAFT
    record.save()


def refuse_unready(record) -> None:
    """Raise ValidationError naming what a record lacks before it can be published."""
    if missing := record.missing_for_publication():
        raise ValidationError(
            _("Cannot be published yet. It needs %(what)s."),
            params={"what": ", ".join(str(what) for what in missing)},
            code="not_ready",
        )


def _refuse_stranger(record, user) -> None:
    if not may_publish(user, record):
        raise PermissionDenied(f"{user} may not publish {record._meta.verbose_name_plural}.")


def _refuse_status(record, status, why) -> None:
    if record.status == status:
        raise ValidationError(why, code="status")
