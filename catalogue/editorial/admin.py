"""The admin pages that all models share: the history, locks and the workflow."""

import json
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from catalogue.core.folding import fold_text
from catalogue.core.models import Status
from catalogue.core.registry import find_noun
from catalogue.editorial import history_views, proposal_views, record_page, views, workflow
from catalogue.editorial.changelist import LookupSelect, RelationFilter, get_strict_changelist
from catalogue.editorial.conflicts import describe_merge, list_conflicts
from catalogue.editorial.dashboard import (
    REVIEW_TASKS,
    TaskFilter,
    record_address,
    task_context,
)
from catalogue.editorial.forms import (
    FORMFIELD_OVERRIDES,
    EditForm,
    ProposalForm,
    list_relations,
)
from catalogue.editorial.inlines import is_locked_for
from catalogue.editorial.lookups import add_found_elsewhere, find_by_names
from catalogue.editorial.named_drafts import find_named_drafts
from catalogue.editorial.proposal_views import is_proposing
from catalogue.editorial.record_page import admin_url, list_duplicates
from catalogue.editorial.typed_texts import answer_sent_form, note_saved, remember_sent_form
from catalogue.editorial.urls import (
    CURATED_PAGES,
    MERGE_PAGE,
    PUBLISHABLE_PAGES,
    RECORD_PAGES,
)
from catalogue.editorial.usage import UsesFilter, list_uses
from catalogue.editorial.verification import fill_verification
from catalogue.versions import history
from catalogue.versions.cloning import child_tables
from catalogue.versions.revisions import lock_for_update

admin.site.site_header = _("Catalogue of Counter-Terrorism Good Practices")
admin.site.site_title = _("Catalogue desk")
admin.site.index_title = _("Records and vocabularies")


#: The tasks about records that are not public yet.
TASKS_BEFORE_PUBLICATION = {task.name for task in REVIEW_TASKS}


class VersionedAdmin(admin.ModelAdmin):
    """Admin pages of records with a history, which nobody overwrites without knowing it.

    `pages` are those beside Django's: address, view and name. `locked_because` is shown where a
    record is locked. `noted_field` names a fact that is noted at once, without a second person, and
    `needed_for_note` the field that is filled in before. `shows_uses` lists what names a record.
    """

    form = EditForm
    formfield_overrides = FORMFIELD_OVERRIDES
    change_form_template = "admin/record.html"
    list_per_page = 50
    get_changelist = get_strict_changelist
    pages = RECORD_PAGES
    locked_because = ""
    noted_field = needed_for_note = ""
    shows_uses = True

    def get_urls(self):
        """Put our pages before those of Django, for those who may enter the admin."""
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        ours = [
            path(
                address,
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"{prefix}_{name}",
            )
            for address, view, name in self.pages
        ]
        return ours + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        """List the versions of a record in the place of Django's log entries."""
        return history_views.history_view(request, object_id, self)

    @property
    def takes_proposals(self) -> bool:
        """Return True if changes of what readers see are proposed."""
        return any(name == "propose" for _address, _view, name in self.pages)

    def get_noted_address(self, record) -> str:
        """Return the address of the text that is read before a fact is noted."""
        return record.url

    # --- Who may change a record ----------------------------------------------------------------

    def is_locked(self, request, record) -> bool:
        """Return True if the user may see a record, but not change it here."""
        return is_locked_for(request, record)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_locked(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_locked(request, obj)

    def get_object(self, request, object_id, from_field=None):
        """Lock a record while its form is saved, so that nobody publishes it in between."""
        obj = super().get_object(request, object_id, from_field or None)  # none is no field
        is_saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        if obj is not None and is_saving:
            lock_for_update(history.get_root_record(obj))
        return obj

    def get_list_filter(self, request):
        """Offer of each relation only the records that are related."""
        relations = list_relations(self.model)
        offered = [
            (each, RelationFilter) if each in relations else each
            for each in super().get_list_filter(request)
        ]
        return [UsesFilter, *offered]

    @property
    def media(self):
        """Add what the look-ups among the filters of a list need."""
        return super().media + LookupSelect(None, self.admin_site).media

    # --- The form -------------------------------------------------------------------------------

    def get_autocomplete_fields(self, request):
        """Let every related record be chosen by typing."""
        return list_relations(self.model)

    def read_codes(self, typed: str) -> list[str]:
        """Return the codes that a text may mean, in the form that records have."""
        noun = find_noun(self.model)
        return [noun.code_form.read_code(typed)] if noun and noun.code_form else []

    def offer_choices(self, records):
        """Return the records that are offered where one is chosen by typing."""
        return records

    def describe_choice(self, record) -> str:
        """Return what is shown below the name of a record where one is chosen by typing."""
        return ""

    def get_search_results(self, request, queryset, search_term):
        """Find records by their names and codes; the best come first where one is chosen."""
        if not hasattr(self.model, "folded"):
            return super().get_search_results(request, queryset, search_term)
        codes = self.read_codes(search_term)
        if request.path.endswith("/autocomplete/"):
            return find_by_names(self.offer_choices(queryset), [search_term, *codes]), False
        plain = fold_text(search_term)  # quotation marks and apostrophes have one form
        found, _duplicates = super().get_search_results(request, queryset, plain)
        return add_found_elsewhere(queryset, found, plain, codes), False

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Ask for the reason of a proposed change."""
        form = {"form": ProposalForm} if is_proposing(request) else {}
        return super().get_form(request, obj, change, **form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Ask for the reason of a proposed change."""
        reason = [(_("Reason"), {"fields": ["change_note"]})] if is_proposing(request) else []
        return [*super().get_fieldsets(request, obj), *reason]

    def get_inline_formsets(self, *args, **kwargs):
        """Label the button under the rows "Add citation" instead of "Add another Citation"."""
        found = super().get_inline_formsets(*args, **kwargs)
        for each in found:
            data = json.loads(each.inline_formset_data())
            data["options"]["addText"] = _("Add %(name)s") % {"name": each.opts.verbose_name}
            each.inline_formset_data = json.dumps(data)
        return found

    def record_context(self, request, record) -> dict:
        """Return what the page of a record shows besides its form; None is a new record."""
        context = {"locked": self.locked_because if self.is_locked(request, record) else ""}
        if record is not None:
            context |= task_context(request, record, self)
            context["uses"] = list_uses(record, request.user) if self.shows_uses else []
        if self.noted_field and record is not None:
            context |= record_page.note_context(request, record, self)
        if self.takes_proposals and record is not None:
            context |= proposal_views.proposal_context(request, record)
            context["can_merge"] = context["can_propose"] and MERGE_PAGE in self.pages
        return context

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Lead a form that was sent twice to its record, and show what was typed if it is late."""
        if (
            request.method == "POST"
            and object_id is None
            and (answer := answer_sent_form(request, self))
        ):
            return answer
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            record = object_id and request.method == "POST" and self.get_object(request, object_id)
            if record and self.is_locked(request, record):
                return views.render_locked_page(request, record, self)
            raise

    def render_change_form(self, request, context, *args, **kwargs):
        context |= self.record_context(request, kwargs["obj"])
        parts = context["adminform"], context["inline_admin_formsets"]
        context["contents"] = record_page.list_contents(*parts)
        context["listed_errors"] = record_page.collect_errors(*parts)
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        context["conflicts"] = list_conflicts(context["adminform"].form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Show what was typed if the record was deleted meanwhile."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        return views.render_gone_page(request, self)

    # --- Saving ---------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Save a new record; an existing one is saved with its child records (`save_related`)."""
        if not change:
            history.get_root_record(obj).changed_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what was changed, and add a version of it with the reason that was given.

        A form in which nothing was changed does not change the record.
        """
        record, root = form.instance, history.get_root_record(form.instance)
        changed = not change or any(each.has_changed() for each in [form, *formsets])
        if change and changed:
            root.changed_by = request.user
            record.save()
        super().save_related(request, form, formsets, change)
        note_saved(request)
        if not change:
            remember_sent_form(request, record)
        if text := describe_merge(form, formsets):
            messages.info(request, text)
        if not changed:
            return
        if root is not record:
            root.save()
        history.add_comment(form.cleaned_data.get("change_note") or "")
        history.add_version(root)

    def response_change(self, request, obj):
        """Say nothing of a save that only becomes a proposed change."""
        if is_proposing(request):
            return HttpResponseRedirect(admin_url(obj))
        return super().response_change(request, obj)

    def log_addition(self, request, obj, message):
        """Make the log entry the comment of the revision too, if no reason was given."""
        entry = super().log_addition(request, obj, message)
        history.set_default_comment(entry.get_change_message())
        return entry

    def log_change(self, request, obj, message):
        """Make the log entry the comment of the revision too, if no reason was given."""
        entry = super().log_change(request, obj, message)
        history.set_default_comment(entry.get_change_message())
        return entry


class PublishableAdmin(VersionedAdmin):
    """Admin pages of a model with a status, which only the transitions of the workflow change.

    `recommended` is what a good record has, and `public_page` the view of a record for readers.
    """

    change_form_template = "admin/publishable_record.html"
    pages = PUBLISHABLE_PAGES
    list_per_page = 25
    list_before_publication = ()
    readonly_fields = [
        "status",
        "author",
        "changed_by",
        "submitted_by",
        "reviewer",
        "published_at",
        "created_at",
        "updated_at",
    ]
    recommended = ()
    stewardship = (
        _("Review and verification"),
        {
            "classes": ["below-inlines"],
            "fields": [
                ("status", "published_at"),
                ("author", "changed_by", "submitted_by", "reviewer"),
                ("created_at", "updated_at"),
            ],
        },
    )

    def get_list_display(self, request):
        """Show who wrote and submitted records, and what they lack, in lists before publication."""
        is_before_publication = (
            request.GET.get("status__exact") in (Status.DRAFT, Status.IN_REVIEW)
            or request.GET.get(TaskFilter.parameter_name) in TASKS_BEFORE_PUBLICATION
        )
        return self.list_before_publication if is_before_publication else self.list_display

    @admin.display(description=_("status"), ordering="status")
    def status_badge(self, obj):
        """Return the status as a badge."""
        return format_html('<span class="badge {}">{}</span>', obj.status, obj.get_status_display())

    @admin.display(description=_("submitted"), ordering="submitted_at")
    def submission(self, obj):
        """Return who submitted a record, and on which day."""
        if obj.submitted_at is None:
            return ""
        day = date_format(timezone.localtime(obj.submitted_at), "j M Y")
        return f"{obj.submitted_by or _('another user')}, {day}"

    @admin.display(description=_("completeness"))
    def completeness(self, obj):
        """Return what a record needs before it is submitted, or how many details it has."""
        found = record_page.completeness_context(obj, self.recommended)
        if found["required"]:
            return _("Add: %s") % ", ".join(found["required"])
        return _("%(met)d of %(total)d") % found

    def get_queryset(self, request):
        """Read at once what the column of completeness looks at."""
        found = super().get_queryset(request)
        if "completeness" in self.get_list_display(request):
            choices = (field.name for field in self.opts.many_to_many)
            found = found.select_related("author", "submitted_by").prefetch_related(
                *choices, *child_tables(self.model)
            )
        return found

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed_on(self, obj):
        """Return the day of the last change; the hour is on the record's own page."""
        return date_format(timezone.localdate(obj.updated_at), "j M Y")

    def save_model(self, request, obj, form, change):
        """Set the author of a new record."""
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        """Return the address of the public page, which only a published record has."""
        return obj.get_absolute_url() if obj.is_public else None

    def get_fieldsets(self, request, obj=None):
        """Show why a record was withdrawn."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.status == Status.WITHDRAWN:
            fieldsets.append((_("Withdrawal"), {"fields": ["withdrawal_reason"]}))
        return fieldsets

    def record_context(self, request, record) -> dict:
        """Add the status with its transitions, completeness and likely duplicates."""
        context = super().record_context(request, record)
        context |= record_page.workflow_context(request, record, self)
        if record is not None:
            context["completeness"] = record_page.completeness_context(record, self.recommended)
            context["duplicates"] = list_duplicates(record)
        return context

    def get_actions(self, request):
        """Add each transition that needs no text as an action on all selected records."""
        actions = super().get_actions(request)
        for each in workflow.TRANSITIONS:
            if not each.text_field and workflow.has_right(request.user, each.right, self.model):
                name = f"{each.name}_selected"
                action = partial(views.transition_selected, each)
                actions[name] = (action, name, each.label)
        return actions

    def response_add(self, request, obj, post_url_continue=None):
        """Make the transition of the button that was pressed."""
        response = self.respond_to_button(request, obj)
        return response or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        """Make the transition of the button that was pressed."""
        response = None if is_proposing(request) else self.respond_to_button(request, obj)
        return response or super().response_change(request, obj)

    def respond_to_button(self, request, record):
        """Make the transition of a button that saves first; None if another was pressed."""
        self.warn_of_duplicates(request, record)
        buttons = [each for each in workflow.TRANSITIONS if each.save_label]
        pressed = [each for each in buttons if f"_{each.name}" in request.POST]
        if not pressed:
            return None
        messages.info(request, _("Your changes are saved."))
        if record.status == pressed[0].target:  # the form was sent twice
            return HttpResponseRedirect(admin_url(record))
        if find_named_drafts(record, pressed[0], request.user):
            return HttpResponseRedirect(admin_url(record, "move", pressed[0].name))
        with views.show_refusal(request, record):
            views.make_noted_transition(request, record, pressed[0], self)
        return HttpResponseRedirect(record_address(request, record, self))

    def warn_of_duplicates(self, request, record) -> None:
        """Link to likely duplicates in a message if the page of the record is left after saving."""
        is_leaving = {"_save", "_addanother"} & request.POST.keys()
        if is_leaving and (duplicates := list_duplicates(record)):
            context = {"duplicates": duplicates, "opts": self.opts}
            messages.warning(request, render_to_string("admin/_duplicates_message.html", context))


class CuratedAdmin(PublishableAdmin):
    """Admin pages of a model under review and stewardship."""

    pages = CURATED_PAGES
    list_before_publication = [
        "code", "title", "status_badge", "author", "submission", "completeness",
        "review_note_start", "changed_on",
    ]  # fmt: skip
    list_display_links = ["code", "title"]
    readonly_fields = ["code", "version", *PublishableAdmin.readonly_fields]
    stewardship = (
        _("Review and verification"),
        {
            "classes": ["below-inlines"],
            "fields": [
                ("status", "published_at"),
                ("author", "changed_by", "submitted_by", "reviewer"),
                ("last_verified_on", "verdict"),
                "review_due_on",
                "review_note",
                "change_note",
                ("version", "created_at", "updated_at"),
            ],
        },
    )

    def get_readonly_fields(self, request, obj=None):
        """Leave the verification of a record in review to its own page."""
        is_in_review = obj is not None and obj.status == Status.IN_REVIEW
        locked = ["last_verified_on", "verdict"] if is_in_review else []
        return [*super().get_readonly_fields(request, obj), *locked]

    @admin.display(description=_("verified"), ordering="last_verified_on")
    def verified_on(self, obj):
        """Return the day of the last verification."""
        return date_format(obj.last_verified_on, "j M Y") if obj.last_verified_on else ""

    @admin.display(description=_("review note"), ordering="review_note")
    def review_note_start(self, obj):
        """Return the beginning of the review note."""
        return Truncator(obj.review_note).chars(45)

    def record_context(self, request, record) -> dict:
        """Add the revision of a record, and its verification."""
        context = super().record_context(request, record)
        if record is not None:
            context |= record_page.review_context(request, record)
        return context

    def save_model(self, request, obj, form, change):
        """Set who verified a record in the form."""
        fill_verification(obj, set(form.changed_data), by=request.user)
        super().save_model(request, obj, form, change)

    def offer_choices(self, records):
        """Offer no revision."""
        return records.filter(revises=None)

    def describe_choice(self, record):
        """Show the status of a record that is not public."""
        return "" if record.is_public else record.get_status_display()
