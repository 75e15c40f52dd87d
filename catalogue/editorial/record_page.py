"""What the page of a record in the admin shows besides its form."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.core.models import Curated, Status, Verdict
from catalogue.editorial import workflow
from catalogue.editorial.completeness import measure_completeness
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
            (each, admin_url(record, "move", each.name))
            for each in transitions
            if not (has_form and each.save_label) or each.by_second_person
        ],
        "preview": admin_url(record, "preview"),
    }


def revision_context(request, record) -> dict:
    """Return the open revision of a record, or where one is begun; and what a revision changes."""
    if record is None:
        return {}
    can_change = workflow.has_right(request.user, "change", record)
    revision = revisions.find_revision(record)
    can_revise = can_change and record.is_public and not revision
    context = {
        "revision": revision,
        "revision_page": revision and admin_url(revision),
        "revise": admin_url(record, "revise") if can_revise else "",
    }
    if not revisions.is_revision(record):
        return context
    is_outdated = revisions.is_outdated(record)
    is_draft = record.status == Status.DRAFT
    return context | {
        "revises": record.revises,
        "revises_page": admin_url(record.revises),
        "changes": admin_url(record, "changes"),
        "is_outdated": is_outdated,
        "catch_up": admin_url(record, "catch_up") if can_change and is_outdated else "",
        "discard": admin_url(record, "discard") if can_change and is_draft else "",
    }


def verification_context(request, record, model_admin) -> dict:
    """Return how the user can verify a record: in its form, or without it."""
    if record is None or record.status == Status.WITHDRAWN:
        return {}
    has_form = model_admin.has_change_permission(request, record)
    can_verify = workflow.has_right(request.user, "change", record)
    return {
        "verify_button": VERIFY_BUTTON if has_form else "",
        "verify": admin_url(record, "verify") if can_verify and not has_form else "",
        "verdicts": Verdict.choices,
    }


# --- Completeness and duplicates --------------------------------------------------------------


def hint_context(record, model_admin) -> dict:
    """Return how complete a record is, and the records that may be the same."""
    if record is None:
        return {}
    return {
        "completeness": measure_completeness(record, model_admin.recommended),
        "duplicates": list_duplicates(record),
    }


def list_duplicates(record) -> list[tuple[str, LikelyDuplicate]]:
    """Return (address, duplicate) of records that may be the same as one that is not public yet."""
    is_new = record.status in (Status.DRAFT, Status.IN_REVIEW)
    if get_duplicate_rule(type(record)) is None or revisions.is_revision(record) or not is_new:
        return []
    return [(admin_url(each.record), each) for each in find_duplicates(record)]


def render_record_links(records) -> str:
    """Return links to the admin pages of records as HTML; "-" if there are none."""
    links = [(admin_url(record), record) for record in records]
    return render_to_string("admin/_links.html", {"links": links}) if links else "-"
