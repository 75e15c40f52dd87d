"""What the page of a record in the admin shows besides its form."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db.models import Manager, Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.core.models import Curated, Status, Verdict
from catalogue.editorial import workflow
from catalogue.editorial.duplicates import LikelyDuplicate, find_duplicates, get_duplicate_rule
from catalogue.versions import revisions

#: The button that saves the form and verifies the record, and the input of its verdict.
VERIFY_BUTTON, VERDICT_INPUT = "_verify", "verified_as"


def admin_url(record, page: str = "change", *args) -> str:
    """Return the address of a page about a record in the admin."""
    return model_admin_url(record, page, record.pk, *args)


def model_admin_url(model, page: str = "changelist", *args) -> str:
    """Return the address of a page about a model in the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


# --- Status -----------------------------------------------------------------------------------


def describe_status(record, user) -> str:
    """Return who sees a record, what can come next, and who does it; None is a new record."""
    if record is None:
        return _("A new record is a draft: only the desk sees it until a reviewer publishes it.")
    if not isinstance(record, Curated):
        return describe_status_without_review(record)
    if record.status == Status.DRAFT:
        return describe_draft(record)
    if record.status == Status.IN_REVIEW:
        return describe_record_in_review(record, user)
    if record.status == Status.PUBLISHED:
        return _(
            "Published: readers see it as it is here. An editor changes it in a revision, which "
            "readers see when a reviewer publishes it. A reviewer can withdraw it."
        )
    return _(
        "Withdrawn: readers see at its address why. A reviewer can take it back to draft, to be "
        "corrected and published again."
    )


def describe_status_without_review(record) -> str:
    """Return the status of an organization or resolution in one sentence."""
    if record.status == Status.PUBLISHED:
        return _(
            "Published: readers see it. Those who may publish it change it here, and say why; or "
            "take it back to draft."
        )
    if record.status == Status.WITHDRAWN:
        return _("Withdrawn: readers do not see it. A reviewer can take it back to draft.")
    return _("Draft: only the desk sees it. Editors change it; a reviewer publishes it.")


def describe_draft(record) -> str:
    """Return what has to be done before a draft is submitted for review."""
    if missing := record.missing_fields:
        return _(
            "Draft: only the desk sees it. Before an editor can submit it for review it needs "
            "%(what)s."
        ) % {"what": missing}
    if revisions.is_revision(record):
        return _("Draft of a change: an editor submits it for review when it is done.")
    return _("Draft: only the desk sees it. It is complete; an editor can submit it for review.")


def describe_record_in_review(record, user) -> str:
    """Return who can decide about a record in review."""
    if workflow.is_last_editor(user, record):
        return _("In review: you changed it last, so another reviewer publishes or returns it.")
    if record.changed_by:
        return _(
            "In review: a reviewer other than %(who)s, who changed it last, publishes it or "
            "returns it with a comment."
        ) % {"who": record.changed_by}
    return _("In review: a reviewer publishes it, or returns it with a comment.")


# --- Transitions, revisions, verification -----------------------------------------------------


def workflow_context(request, record, model_admin) -> dict:
    """Return the status of a record, and the transitions that are open to the user."""
    status = {"status_message": describe_status(record, request.user)}
    if record is None:
        new = workflow.available_transitions(request.user, model_admin.model())
        return status | {"save_transitions": [each for each in new if each.save_label]}
    has_form = model_admin.has_change_permission(request, record)
    transitions = workflow.available_transitions(request.user, record)
    transitions.sort(key=lambda each: bool(each.text_field))
    return status | {
        "save_transitions": [each for each in transitions if has_form and each.save_label],
        "other_transitions": [
            each
            for each in transitions
            if not (has_form and each.save_label) or each.by_second_person
        ],
    }


def review_context(request, record) -> dict:
    """Return the open revision of a record, and how the user can revise and verify the record."""
    can_change = workflow.has_right(request.user, "change", record)
    revision = revisions.find_revision(record)
    is_revision = revisions.is_revision(record)
    is_outdated = is_revision and revisions.is_outdated(record)
    return {
        "revision": revision,
        "can_revise": can_change and record.is_public and not revision,
        "is_outdated": is_outdated,
        "can_rebase": can_change and is_outdated,
        "can_discard": can_change and is_revision and record.status == Status.DRAFT,
        "can_verify": can_change,
        "verdicts": [] if record.status == Status.WITHDRAWN else Verdict.choices,
    }


# --- Completeness -----------------------------------------------------------------------------


class Recommendation(NamedTuple):
    """Something that a good record has: its label, the place on its page, and how it is checked."""

    label: str
    anchor: str
    is_met: Callable[[Model], bool]


def recommend(model: type[Model], name: str, label: str = "") -> Recommendation:
    """Recommend that a field of a model is filled in, or that a record has such child records.

    The default label is the name of the field.
    """
    field = model._meta.get_field(name)
    anchor = f"{name}-group" if field.auto_created else f"id_{name}"

    def is_filled(record):
        value = getattr(record, name)
        return value.exists() if isinstance(value, Manager) else value not in ("", None)

    return Recommendation(label or field.verbose_name, anchor, is_filled)


def completeness_context(record, recommendations: Sequence[Recommendation]) -> dict:
    """Return what a record needs before it can be public, and the recommendations not met."""
    unmet = [each for each in recommendations if not each.is_met(record)]
    return {
        "required": [str(what) for what in record.missing_for_publication()],
        "recommended": unmet,
        "met": len(recommendations) - len(unmet),
        "total": len(recommendations),
    }


# --- Other records ----------------------------------------------------------------------------


def list_duplicates(record) -> list[LikelyDuplicate]:
    """Return the records that may be the same as one that is not public yet."""
    is_new = record.status in (Status.DRAFT, Status.IN_REVIEW)
    if get_duplicate_rule(type(record)) is None or revisions.is_revision(record) or not is_new:
        return []
    return find_duplicates(record)


def render_record_links(records) -> str:
    """Return links to the admin pages of records as HTML; "-" if there are none."""
    links = [(admin_url(record), record) for record in records]
    return render_to_string("admin/_links.html", {"links": links}) if links else "-"
