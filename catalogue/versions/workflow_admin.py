"""Admin pages on which a record moves on: buttons, confirmations, actions, the preview."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.versions import history, revisions, workflow
from catalogue.versions.admin_mixins import DeskPages
from catalogue.versions.status_messages import standing
from catalogue.versions.workflow import Transition


class MovePages(DeskPages):
    """Gives the admin pages of a noun the moves of its workflow."""

    def get_urls(self):
        """Put the pages of a record's moves before those of Django."""
        view, name = self.admin_site.admin_view, self.name_of_page
        return [
            path("<path:pk>/move/<slug:move>/", view(self.move_view), name=name("move")),
            path("<path:pk>/preview/", view(self.preview_view), name=name("preview")),
            *super().get_urls(),
        ]

    def about(self, request, record) -> dict:
        """Return where a record stands, and which moves it has for the person at the desk."""
        found = super().about(request, record) | {"standing": standing(record, request.user)}
        if record is None:
            new = workflow.available_transitions(request.user, self.model())
            return found | {"saving_moves": [move for move in new if move.saving]}
        here = self.has_change_permission(request, record)
        open_now = sorted(
            workflow.available_transitions(request.user, record), key=lambda move: bool(move.says)
        )
        return found | {
            "saving_moves": [move for move in open_now if here and move.saving],
            "other_moves": [
                (move, self.address("move", record.pk, move.name))
                for move in open_now
                if not (here and move.saving) or move.by_another
            ],
            "preview": self.address("preview", record.pk),
        }

    # --- Buttons under the form ---------------------------------------------------------------

    def response_change(self, request, obj):
        """After a button that saves and moves, stay on the record and tell the outcome."""
        return self.after_move(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        """After a button that saves and moves, go to the record and tell the outcome."""
        return self.after_move(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def after_move(self, request, obj):
        """Make the move whose button was pressed; None where there was none."""
        pressed = [
            move for move in workflow.get_transitions(obj) if f"_{move.name}" in request.POST
        ]
        if not pressed:
            return None
        messages.info(request, _("Your changes are saved."))
        left = self.attempt(request, obj, pressed[0]) or obj
        return HttpResponseRedirect(self.address("change", left.pk))

    def attempt(self, request, record, move: Transition, text: str = ""):
        """Make one move and tell its outcome; a refusal leaves the record as it is."""
        why = text.strip() or revisions.change_in(record, move.end)
        try:
            left = workflow.make_transition(move.name, record, by=request.user, text=text)
        except ValidationError as refusal:
            messages.error(request, f"{record}: {' '.join(refusal.messages)}")
            return None
        history.add_comment(why)
        history.add_comment("" if text.strip() else str(move.done))
        history.add_version(left)
        self.log_change(request, left, str(move.done))
        messages.success(request, f"{left}: {move.done}")
        return left

    # --- Pages of their own -------------------------------------------------------------------

    def move_view(self, request, pk, move):
        """Ask for the words that a move needs and what they are for, then make it."""
        record = self.record_or_404(request, pk)
        try:
            step = workflow.get_transition(record, move)
        except KeyError:
            raise Http404 from None
        if not workflow.has_right(request.user, step.right, record):
            raise PermissionDenied
        text = request.POST.get("text", "")
        if request.method == "POST" and not self.has_moved_on(request, record):
            if left := self.attempt(request, record, step, text):
                return HttpResponseRedirect(self.address("change", left.pk))
        elif request.method != "POST" and (why := workflow.closed(step, record, request.user)):
            messages.error(request, f"{record}: {why}")
            return HttpResponseRedirect(self.address("change", record.pk))
        return self.show(request, "admin/move.html", record, move=step, text=text, title=step.label)

    def has_moved_on(self, request, record) -> bool:
        """Say whether a record was changed since the page was opened on which a move is made."""
        known = request.POST.get("edit_token", str(record.edit_token))
        if known == str(record.edit_token):
            return False
        messages.error(
            request,
            _("It was changed while this page was open. Look at it again before you decide."),
        )
        return True

    def preview_view(self, request, pk):
        """Show a record as readers would see it."""
        return self.preview(request, self.record_or_404(request, pk))

    def preview(self, request, record):
        """Return the public page of a record that need not be public; each noun has its own."""
        raise NotImplementedError

    # --- Actions of the list ------------------------------------------------------------------

    def get_actions(self, request):
        """Offer each move that needs no words for all selected records."""
        actions = super().get_actions(request)
        for move in workflow.get_transitions(self.model):
            if not move.says and workflow.has_right(request.user, move.right, self.model):
                name = f"{move.name}_selected"
                label = format_lazy(_("{move}: selected {nouns}"), move=move.label,
                                    nouns=self.opts.verbose_name_plural)  # fmt: skip
                actions[name] = (partial(make_selected, move), name, label)
        return actions


def make_selected(move: Transition, model_admin, request, queryset):
    """Make a move with each selected record on its own, and say of each what came of it."""
    for record in queryset:
        model_admin.attempt(request, record, move)
