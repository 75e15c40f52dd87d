"""Admin pages on which a published record is changed: its revision is begun, or given up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from catalogue.core.models import Status
from catalogue.versions import history, revisions, version_content, workflow
from catalogue.versions.admin_mixins import DeskPages
from catalogue.versions.diff import compare_contents
from catalogue.versions.rebase import rebase_revision


class RevisionPages(DeskPages):
    """Gives the admin pages of a noun under review the revisions of published records."""

    def get_urls(self):
        """Put the pages of revisions before those of Django."""
        view, name = self.admin_site.admin_view, self.name_of_page
        return [
            path("<path:pk>/revise/", view(self.revise_view), name=name("revise")),
            path("<path:pk>/changes/", view(self.changes_view), name=name("changes")),
            path("<path:pk>/discard/", view(self.discard_view), name=name("discard")),
            path("<path:pk>/catch-up/", view(self.catch_up_view), name=name("catch_up")),
            *super().get_urls(),
        ]

    def about(self, request, record) -> dict:
        """Return the open revision of a record, where to begin one, and what a revision changes."""
        found = super().about(request, record)
        if record is None:
            return found
        may = workflow.has_right(request.user, "change", record)
        return found | self.of_record(record, may) | self.of_revision(record, may)

    def of_record(self, record, may: bool) -> dict:
        """Return the revision that is open, or where one is begun."""
        open_now = revisions.find_revision(record)
        return {
            "revision": open_now,
            "revision_page": open_now and self.address("change", open_now.pk),
            "revise": self.address("revise", record.pk)
            if may and record.is_public and not open_now
            else "",
        }

    def of_revision(self, record, may: bool) -> dict:
        """Return what a revision changes, and where it is given up or brought up to date."""
        if not revisions.is_revision(record):
            return {}
        behind = revisions.is_outdated(record)
        draft = may and record.status == Status.DRAFT
        return {
            "revises": record.revises,
            "revises_page": self.address("change", record.revises_id),
            "changes": self.address("changes", record.pk),
            "behind": behind,
            "catch_up": self.address("catch_up", record.pk) if may and behind else "",
            "discard": self.address("discard", record.pk) if draft else "",
        }

    def asked(self, request, pk):
        """Return the record that a button is about; only who may change such records presses it."""
        record = self.record_or_404(request, pk)
        if request.method != "POST" or not workflow.has_right(request.user, "change", record):
            raise PermissionDenied
        return record

    def refused(self, request, record, refusal: ValidationError):
        """Tell why nothing was done, on the page of the record."""
        messages.error(request, f"{record}: {' '.join(refusal.messages)}")
        return HttpResponseRedirect(self.address("change", record.pk))

    def revise_view(self, request, pk):
        """Begin the revision of a published record, or go to the one that is open."""
        record = self.asked(request, pk)
        found = revisions.find_revision(record)
        try:
            copy = revisions.begin_revision(record, by=request.user)
        except ValidationError as refusal:
            return self.refused(request, record, refusal)
        if found is None:
            history.add_comment(_("Begun from version %d.") % record.version)
        return HttpResponseRedirect(self.address("change", copy.pk))

    def changes_view(self, request, pk):
        """Show what a revision changes in what readers see now."""
        copy = self.record_or_404(request, pk)
        if not revisions.is_revision(copy):
            raise Http404
        fields = compare_contents(
            type(copy),
            version_content.read_content(copy.revises),
            version_content.read_content(copy),
        )
        return self.show(
            request, "admin/changes.html", copy, title=_("What it changes"), fields=fields
        )

    def discard_view(self, request, pk):
        """Give a revision up."""
        copy = self.asked(request, pk)
        try:
            revisions.refuse_to_discard(copy)
        except ValidationError as refusal:
            return self.refused(request, copy, refusal)
        name, record = str(copy), copy.revises
        self.log_deletions(request, type(copy).objects.filter(pk=copy.pk))
        copy.delete()
        messages.success(
            request,
            _("%s is discarded; readers see what they saw. It is kept among what was deleted.")
            % name,
        )
        return HttpResponseRedirect(self.address("change", record.pk))

    def catch_up_view(self, request, pk):
        """Bring a revision up to date with the record that was changed meanwhile."""
        copy = self.asked(request, pk)
        try:
            rebase_revision(copy, by=request.user)
        except ValidationError as refusal:
            return self.refused(request, copy, refusal)
        history.add_comment(_("Brought up to date with version %d.") % copy.revises.version)
        history.add_version(copy)
        messages.success(request, _("It is up to date, and a draft again: look it through."))
        return HttpResponseRedirect(self.address("change", copy.pk))
