"""What the page of a record in the admin shows besides its form."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db.models import Manager, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from catalogue.core.models import Curated, Status
from catalogue.editorial import decisions, workflow
from catalogue.editorial.duplicates import LikelyDuplicate, find_duplicates, get_duplicate_rule
from catalogue.versions import history, revisions

#: The input of the result of a verification.
VERDICT_INPUT = "verdict"


def admin_url(record, page: str = "change", *args) -> str:
    """Return the address of a page about a record in the admin."""
    return model_admin_url(record, page, record.pk, *args)


def model_admin_url(model, page: str = "changelist", *args) -> str:
    """Return the address of a page about a model in the admin."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


# --- Status -----------------------------------------------------------------------------------


def describe_status(record, user, changed: list[str]) -> str:
    """Return who sees a record, what can come next, and who does it; None is a new record.

    `changed` is what was changed in a record in review since it was submitted.
    """
    if record is None:
        return _("New draft, visible to editors only.")
    if record.status == Status.DRAFT:
        return describe_draft(record)
    if record.status == Status.IN_REVIEW:
        return describe_record_in_review(record, user, changed)
    if record.status == Status.WITHDRAWN:
        return _(
            "Withdrawn. Its page shows readers the reason. A reviewer can take it back to draft."
        )
    if isinstance(record, Curated):
        return _(
            "Published. Changes are made in a revision; readers see them when a reviewer "
            "publishes it."
        )
    return _("Published. Changes are proposed; readers see them when another person confirms them.")


def describe_draft(record) -> str:
    """Return what has to be done before a draft is submitted for review."""
    if missing := record.missing_fields:
        return _("Draft, visible to editors only. Before submitting, add: %s.") % missing
    if getattr(record, "review_note", ""):
        return _("Draft, visible to editors only. Before submitting, settle the review note.")
    if revisions.is_revision(record):
        return _("Revision, visible to editors only. Ready to submit.")
    return _("Draft, visible to editors only. Ready to submit.")


def describe_record_in_review(record, user, changed: list[str]) -> str:
    """Return who can decide about a record in review."""
    if changed:
        return describe_unsigned(record, user, changed)
    words = {
        "who": record.submitted_by,
        "day": date_format(timezone.localtime(record.submitted_at), "j F Y"),
    }
    if record.submitted_by == user:
        return (
            _("Submitted for review on %(day)s. You can take it back until a reviewer decides.")
            % words
        )
    if workflow.has_right(user, "publish", record):
        return _("Submitted by %(who)s on %(day)s. Publish it or send it back.") % words
    return _("Submitted by %(who)s on %(day)s. A reviewer publishes it or sends it back.") % words


def describe_unsigned(record, user, changed: list[str]) -> str:
    """Return what was changed in a record in review, and who is asked to agree."""
    if not workflow.is_asked_to_agree(user, record):
        return workflow.explain_missing_signature(record, changed)
    if record.submitted_by is None:
        return _("In review, but nobody submitted it. Check it and agree if it is right.")
    words = {
        "editor": record.changed_by or _("another user"),
        "submitter": record.submitted_by,
        "what": get_text_list(changed, _("and")),
    }
    return (
        _(
            "Changed by %(editor)s since %(submitter)s submitted it: %(what)s. Check it "
            "and agree if it is right; then a reviewer can publish it."
        )
        % words
    )


# --- Transitions, revisions, verification -----------------------------------------------------


def workflow_context(request, record, model_admin) -> dict:
    """Return the status of a record, and the transitions that are open to the user."""
    is_in_review = record is not None and record.status == Status.IN_REVIEW
    changed = decisions.list_changes_since_signature(record) if is_in_review else []
    new = record or model_admin.model()
    transitions = workflow.available_transitions(request.user, new, changed)
    has_form = record is None or model_admin.has_change_permission(request, record)
    below_form = [each for each in transitions if has_form and each.save_label]
    return {
        "status_message": describe_status(record, request.user, changed),
        "save_transitions": below_form,
        "other_transitions": sorted(
            (each for each in transitions if record and each not in below_form),
            key=lambda each: bool(each.text_field),
        ),
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
        "can_verify": can_change and record.status != Status.WITHDRAWN,
        "is_own_change": record.changed_by == request.user,
    }


# --- A fact that is noted at once ------------------------------------------------------------


def note_context(request, record, model_admin) -> dict:
    """Return the fact that is noted of a record, who noted it when, and what noting it needs."""
    name, needed = model_admin.noted_field, model_admin.needed_for_note
    is_noted = getattr(record, name)
    return {
        "noted_label": record._meta.get_field(name).verbose_name,
        "is_noted": is_noted,
        "note": history.find_version_that_set(record, name) if is_noted else None,
        "noted_address": model_admin.get_noted_address(record),
        "needed": "" if getattr(record, needed) else record._meta.get_field(needed).verbose_name,
        "can_note": workflow.has_right(request.user, "change", record),
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


def recommend_in_rows(model: type[Model], rows: str, name: str, label: str) -> Recommendation:
    """Recommend that a record has rows in a table, and each of them a field."""

    def is_filled(record):
        found = getattr(record, rows).all()
        return bool(found) and all(getattr(row, name) for row in found)

    return Recommendation(label, f"{rows}-group", is_filled)


def completeness_context(record, recommendations: Sequence[Recommendation]) -> dict:
    """Return what a record needs before it can be public, and the recommendations not met."""
    unmet = [each for each in recommendations if not each.is_met(record)]
    return {
        "required": [str(what) for what in record.missing_for_publication()],
        "recommended": unmet,
        "met": len(recommendations) - len(unmet),
        "total": len(recommendations),
    }


# --- The form ---------------------------------------------------------------------------------


class Part(NamedTuple):
    """A part of the page of a record: label and place; of rows, their number."""

    label: str
    anchor: str
    number: int | None = None


class ListedError(NamedTuple):
    """An error in a form: the label of its field, the place of it, and what is wrong."""

    label: str
    anchor: str
    message: str


def list_contents(adminform, inline_formsets) -> list[Part]:
    """Return the parts of the form of a record, in the order of the page."""
    fieldsets = [
        (Part(fieldset.name, f"fieldset-0-{number}-heading"), "below-inlines" in fieldset.classes)
        for number, fieldset in enumerate(adminform)
        if fieldset.name
    ]
    rows = [
        Part(
            capfirst(each.opts.verbose_name_plural),
            f"{each.formset.prefix}-heading",
            each.formset.initial_form_count(),
        )
        for each in inline_formsets
    ]
    above = [part for part, is_below in fieldsets if not is_below]
    return above + rows + [part for part, is_below in fieldsets if is_below]


def collect_errors(adminform, inline_formsets) -> list[ListedError]:
    """Return the errors of the form of a record and of its rows, in the order of the page."""
    found = collect_form_errors(adminform.form, "", "content-start")
    for each in inline_formsets:
        label, place = capfirst(each.opts.verbose_name_plural), f"{each.formset.prefix}-heading"
        found += [ListedError(label, place, text) for text in each.formset.non_form_errors()]
        for number, form in enumerate(each.formset.forms, 1):
            row = _("%(rows)s, row %(number)d") % {"rows": label, "number": number}
            found += collect_form_errors(form, row, f"{form.prefix}")
    return found


def collect_form_errors(form, row: str, place: str) -> list[ListedError]:
    """Return the errors of a form; `row` names it, `place` has errors of no single field."""
    found = []
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        label = ": ".join(filter(None, [row, str(capfirst(field.label)) if field else ""]))
        anchor = field.id_for_label if field else place
        found += [ListedError(label or _("This record"), anchor, text) for text in messages]
    return found


# --- Other records ----------------------------------------------------------------------------


def list_duplicates(record) -> list[LikelyDuplicate]:
    """Return the records that may be the same as one that is not public yet."""
    is_new = record.status in (Status.DRAFT, Status.IN_REVIEW)
    if get_duplicate_rule(type(record)) is None or revisions.is_revision(record) or not is_new:
        return []
    return find_duplicates(record)
