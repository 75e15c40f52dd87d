"""Where a record stands, in one sentence: who sees it, what can come next, and who does it."""

from django.utils.translation import gettext as _

from catalogue.core.models import Curated, Status
from catalogue.versions.revisions import is_revision
from catalogue.versions.workflow import changed_last


def standing(record, user) -> str:
    """Return where a record stands, as told to a person at the desk; None is a new record."""
    if record is None:
        return _("A new record is a draft: only the desk sees it until a reviewer publishes it.")
    if not isinstance(record, Curated):
        return alone(record)
    if record.status == Status.IN_REVIEW:
        return in_review(record, user)
    return {
        Status.DRAFT: draft,
        Status.PUBLISHED: published,
        Status.WITHDRAWN: withdrawn,
    }[record.status](record)


def alone(record) -> str:
    """Say where a record stands that needs no review."""
    if record.status == Status.PUBLISHED:
        return _(
            "Published: readers see it. Those who may publish it change it here, and say why; or "
            "take it back to draft."
        )
    if record.status == Status.WITHDRAWN:
        return _("Withdrawn: readers do not see it. A reviewer can take it back to draft.")
    return _("Draft: only the desk sees it. Editors change it; a reviewer publishes it.")


def draft(record) -> str:
    """Say what a draft waits for."""
    if what := record.missing_fields:
        return _(
            "Draft: only the desk sees it. Before an editor can submit it for review it needs "
            "%(what)s."
        ) % {"what": what}
    if is_revision(record):
        return _("Draft of a change: an editor submits it for review when it is done.")
    return _("Draft: only the desk sees it. It is complete; an editor can submit it for review.")


def in_review(record, user) -> str:
    """Say who can decide about a record in review."""
    if changed_last(record, user):
        return _("In review: you changed it last, so another reviewer publishes or returns it.")
    if record.changed_by:
        return _(
            "In review: a reviewer other than %(who)s, who changed it last, publishes it or "
            "returns it with a comment."
        ) % {"who": record.changed_by}
    return _("In review: a reviewer publishes it, or returns it with a comment.")


def published(record) -> str:
    """Say how a record that readers see is changed."""
    return _(
        "Published: readers see it as it is here. An editor changes it in a revision, which "
        "readers see when a reviewer publishes it. A reviewer can withdraw it."
    )


def withdrawn(record) -> str:
    """Say what readers see of a withdrawn record."""
    return _(
        "Withdrawn: readers see at its address why. A reviewer can take it back to draft, to be "
        "corrected and published again."
    )
