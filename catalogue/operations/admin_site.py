"""The desk as a site of Django's admin: who enters, and the pages about one's own account."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.editorial.forms import RecordAutocompleteView
from catalogue.operations import second_factor, session_queries
from catalogue.operations.invitations import ChoosePasswordView
from catalogue.operations.login import ConfirmLoginForm, LoginForm, require_recent_login

log = logging.getLogger(__name__)
#: What a browser forgets when somebody signs out.
CLEARED_SITE_DATA = '"cache", "cookies", "storage"'


class CatalogueAdminSite(AdminSite):
    """The admin, which lets nobody in without the second factor where one is required."""

    login_form = LoginForm
    login_template = "admin/sign_in.html"

    def has_permission(self, request):
        """Say whether somebody may enter."""
        second = not settings.SECOND_FACTOR or request.user.is_verified()
        return super().has_permission(request) and second

    def get_urls(self):
        """Add the pages about one's own account."""
        ours = [
            path("confirm/", self.admin_view(self.confirm), name="confirm"),
            path("account/", self.admin_view(self.account), name="account"),
            path("password/<uidb64>/<token>/", self.choose_password, name="choose_password"),
        ]
        return ours + super().get_urls()

    def autocomplete_view(self, request):
        """Look up what somebody types into a relation."""
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def login(self, request, extra_context=None):
        """Let somebody sign in; who is signed in and may not enter stands in the log."""
        if request.user.is_authenticated and not self.has_permission(request):
            log.warning("%s was not let into the desk.", request.user)
        return super().login(request, extra_context)

    def logout(self, request, extra_context=None):
        """Sign somebody out, and have the browser forget what it holds."""
        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = CLEARED_SITE_DATA
        return response

    def password_change(self, request, extra_context=None):
        """Change one's own password, which ends one's other sessions."""
        response = require_recent_login(super().password_change)(request, extra_context)
        if response.status_code == 302 and request.method == "POST":
            log.info("%s changed the password.", request.user)
        return response

    def choose_password(self, request, **link):
        """Let somebody choose a password, who has a link for it from an administrator."""
        return ChoosePasswordView.as_view(extra_context=self.each_context(request))(request, **link)

    def confirm(self, request):
        """Ask who is signed in for password and code once more; the session gets a new key."""
        view = LoginView.as_view(
            authentication_form=ConfirmLoginForm,
            template_name="admin/confirm.html",
            extra_context=self.each_context(request) | {"app_path": request.get_full_path()},
        )
        response = view(request)
        if response.status_code == 302:
            request.session.cycle_key()
        return response

    def account(self, request):
        """Show one's open sessions; a POST ends all but the one that asks."""
        if request.method == "POST":
            return require_recent_login(self.end_others)(request)
        context = self.each_context(request) | {
            "title": _("Your account"),
            "sessions": session_queries.list_sessions(request.user),
            "this": request.session.session_key,
            "second_factor": settings.SECOND_FACTOR,
            "codes_left": second_factor.count_unused_codes(request.user),
        }
        return TemplateResponse(request, "admin/account.html", context)

    def end_others(self, request):
        """End one's sessions elsewhere."""
        count = session_queries.end_sessions(request.user, but=request.session.session_key)
        log.info("%s ended %d other sessions.", request.user, count)
        said = ngettext("%d session was ended.", "%d sessions were ended.", count) % count
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
