"""Admin pages on which a record is verified: one press of a button, or by hand in the form."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalogue.core.models import Status, Verdict
from catalogue.versions import verification, workflow

#: The button that saves the form and verifies, and the field of what the reading found.
BUTTON, VERDICT = "_verify", "verified_as"


class VerifyPages:
    """Lets the records of a noun be verified, whatever their status but withdrawn."""

    actions = ["verify_selected"]

    def get_urls(self):
        """Put the page that verifies before those of Django."""
        view, name = self.admin_site.admin_view, self.name_of_page("verify")
        return [path("<path:pk>/verify/", view(self.verify_view), name=name), *super().get_urls()]

    def about(self, request, record) -> dict:
        """Add how the person at the desk can verify a record: in its form, or beside it."""
        found = super().about(request, record)
        if record is None or record.status == Status.WITHDRAWN:
            return found
        may = workflow.has_right(request.user, "change", record)
        here = self.has_change_permission(request, record)
        return found | {
            "verify_button": BUTTON if here else "",
            "verify": self.address("verify", record.pk) if may and not here else "",
            "verdicts": Verdict.choices,
        }

    # --- Without the form: a published record ---------------------------------------------------

    def verify_view(self, request, pk):
        """Verify a record today; it answers to a button only."""
        record = self.record_or_404(request, pk)
        if request.method != "POST":
            raise PermissionDenied
        self.verify(request, record, request.POST.get(VERDICT, ""))
        return HttpResponseRedirect(self.address("change", record.pk))

    @admin.action(description=_("Verified today: selected %(verbose_name_plural)s"),
                  permissions=["change"])  # fmt: skip
    def verify_selected(self, request, queryset):
        """Verify each selected record on its own."""
        for record in queryset:
            self.verify(request, record, Verdict.CONFIRMED)

    def verify(self, request, record, verdict: str) -> None:
        """Verify a record and tell the outcome."""
        try:
            verification.verify_record(record, by=request.user, verdict=verdict)
        except ValidationError as refusal:
            messages.error(request, f"{record}: {' '.join(refusal.messages)}")
            return
        self.log_change(request, record, str(_("Verified.")))
        due = {"record": record, "day": f"{record.review_due_on:%Y-%m-%d}"}
        messages.success(request, _("%(record)s: verified today. Due again on %(day)s.") % due)

    # --- In the form: a draft -------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Note who verified by hand, and when it is due again."""
        verification.fill_verification(obj, set(form.changed_data), by=request.user)
        super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        """Verify the record after it was saved, where that button was pressed."""
        if BUTTON not in request.POST:
            return super().response_change(request, obj)
        self.verify(request, obj, request.POST.get(VERDICT, ""))
        return HttpResponseRedirect(self.address("change", obj.pk))
