"""The admin site: who may enter, and the pages about one's own account."""

import logging
from functools import wraps
from itertools import chain

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.csrf import csrf_failure
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.editorial.forms import RecordAutocompleteView
from catalogue.editorial.views import render_gone_page, render_unsaved_page
from catalogue.operations.login import (
    ChoosePasswordView,
    ConfirmLoginForm,
    InvitationForm,
    LoginForm,
    require_recent_login,
)
from catalogue.operations.second_factor import is_setting_up
from catalogue.operations.second_factor_views import make_backup_codes, set_up_app
from catalogue.operations.sessions import end_sessions, list_sessions
from catalogue.search.missed import (
    MIN_SHOWN_TIMES,
    MissedSearch,
    delete_missed_search,
    list_frequent_searches,
)
from catalogue.versions.revisions import RecordGone

log = logging.getLogger(__name__)
#: What a browser deletes when a user logs out.
CLEARED_SITE_DATA = '"cache", "cookies", "storage"'

MAX_SHOWN_SEARCHES = 200  # of those that found nothing

#: The groups of the menu, with the models of each; all others are about people.
MENU = [
    (
        gettext_lazy("Records"),
        ["Practice", "Event", "Organization", "Resolution", "OperativeParagraph", "CrosswalkEntry"],
    ),
    (gettext_lazy("Sources"), ["Source"]),
    (
        gettext_lazy("Vocabularies"),
        ["Sector", "Measure", "Threat", "Country", "Region", "NotApplicable", "missed_searches"],
    ),
]


def list_other_pages() -> dict[str, dict]:
    """Return the pages of the menu that are not about a model with admin pages, by their names."""
    searches = {
        "name": MissedSearch._meta.verbose_name_plural,
        "admin_url": reverse("admin:missed_searches"),
    }
    return {"missed_searches": searches} if settings.COUNT_MISSED_SEARCHES else {}


def render_refused_form(request, link: str, link_label: str):
    """Return the page with what was typed into a form about a record; None for other forms.

    So no password and no code is ever shown. The form was sent from a session that has ended.
    """
    match = request.resolver_match
    model_admin = match.kwargs.get("model_admin") or getattr(match.func, "model_admin", None)
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not is_ours or model_admin is None or model_admin.opts.app_label != "catalogue":
        return None
    return render_unsaved_page(
        request, model_admin, title=_("Not saved: you were signed out meanwhile"), link=link,
        explanation=_("You were signed out after this page was opened, so nothing was saved. "
                      "The form offers what you typed when you open it again in this browser."),
        link_label=link_label,
    )  # fmt: skip


def refuse_stale_form(request, reason=""):
    """Answer a form without a valid CSRF token; what was typed about a record is shown."""
    page = render_refused_form(request, request.path, _("Open the form again"))
    return page or csrf_failure(request, reason)


class CatalogueAdminSite(AdminSite):
    """The admin, which requires a second factor if SECOND_FACTOR is set."""

    enable_nav_sidebar = False  # base_site.html has our own menu
    login_form = LoginForm
    login_template = "admin/sign_in.html"

    def has_permission(self, request):
        """Return True if a user may enter."""
        verified = request.user.is_verified() and not is_setting_up(request)
        return super().has_permission(request) and (verified or not settings.SECOND_FACTOR)

    def get_urls(self):
        """Add the pages about one's own account."""
        ours = [
            path("confirm/", self.admin_view(self.confirm), name="confirm"),
            path("account/", self.admin_view(self.account), name="account"),
            path("missed-searches/", self.admin_view(self.missed_searches), name="missed_searches"),
            path("second-factor/", set_up_app, name="second_factor"),
            path("backup-codes/", make_backup_codes, name="backup_codes"),
            path("password/", self.open_invitation, name="invitation"),
            path("password/<uidb64>/", self.choose_password, name="choose_password"),
        ]
        return ours + super().get_urls()

    def get_app_list(self, request, app_label=None):
        """Return the menu: the models in groups by what they are for, and not by application."""
        models = chain.from_iterable(
            app["models"] for app in self._build_app_dict(request, app_label).values()
        )
        rest = {model["object_name"]: model for model in models} | list_other_pages()
        groups = [
            (label, [rest.pop(name) for name in names if name in rest]) for label, names in MENU
        ]
        groups.append((_("People"), list(rest.values())))
        return [
            {"name": label, "app_label": f"group-{number}", "app_url": "", "models": models}
            for number, (label, models) in enumerate(groups)
            if models
        ]

    def app_index(self, request, app_label, extra_context=None):
        """Lead from the page of an application, of which there is one, to the first page."""
        return redirect("admin:index")

    def admin_view(self, view, cacheable=False):
        """Show the page for a record that is no longer there, wherever a view notices that."""

        @wraps(view)
        def answer(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except RecordGone as gone:
                return render_gone_page(request, self.get_model_admin(gone.model))

        enter = super().admin_view(answer, cacheable)

        @wraps(enter)
        def enter_or_show_typed(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                sign_in = f"{reverse('admin:login')}?{urlencode({'next': request.path})}"
                if page := render_refused_form(request, sign_in, _("Sign in again")):
                    return page
            return enter(request, *args, **kwargs)

        return enter_or_show_typed

    def autocomplete_view(self, request):
        """Answer what is typed into a field for a relation."""
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def login(self, request, extra_context=None):
        """Log a user in; log users who are logged in and may not enter.

        Every page sends those here who may not enter, also those who still set up a second factor.
        """
        if settings.SECOND_FACTOR and is_setting_up(request):
            return redirect("admin:second_factor")
        if request.user.is_authenticated and not self.has_permission(request):
            log.warning("%s was not let into the desk.", request.user)
        return super().login(request, extra_context)

    def logout(self, request, extra_context=None):
        """Log a user out, and have the browser delete what it stored."""
        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = CLEARED_SITE_DATA
        return response

    def password_change(self, request, extra_context=None):
        """Change the password of the user, which ends the user's other sessions."""
        return require_recent_login(self.change_password)(request, extra_context)

    def change_password(self, request, extra_context):
        """Change the password of a user who has logged in recently, and log that."""
        response = super().password_change(request, extra_context)
        if response.status_code == 302:
            log.info("%s changed the password.", request.user)
        return response

    def open_invitation(self, request):
        """Move the token of an invitation to the session."""
        form = InvitationForm(request.POST or None)
        if form.is_valid():
            key, request.session[INTERNAL_RESET_SESSION_TOKEN] = form.cleaned_data["code"]
            return redirect("admin:choose_password", key)
        context = self.each_context(request) | {"form": form, "title": _("Choose a password")}
        return TemplateResponse(request, "admin/invitation.html", context)

    def choose_password(self, request, uidb64):
        """Let a user whose session has the token of an invitation choose a password."""
        view = ChoosePasswordView.as_view(extra_context=self.each_context(request))
        return view(request, uidb64=uidb64, token=ChoosePasswordView.reset_url_token)

    def confirm(self, request):
        """Ask the user for password and code again; the session gets a new key."""
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
        """Show the user's open sessions; a POST ends all but the present one."""
        if request.method == "POST":
            return require_recent_login(self.end_other_sessions)(request)
        context = self.each_context(request) | {
            "title": _("Your account"),
            "sessions": list_sessions(request.user),
            "this": request.session.session_key,
            "second_factor": settings.SECOND_FACTOR,
            "app": TOTPDevice.objects.filter(user=request.user, confirmed=True).first(),
            "codes_left": StaticToken.objects.filter(device__user=request.user).count(),
        }
        return TemplateResponse(request, "admin/account.html", context)

    def missed_searches(self, request):
        """Show the searches that found nothing, most frequent first; a POST deletes one."""
        if request.method == "POST":
            delete_missed_search(request.POST.get("words", ""))
            messages.success(request, _("The search was deleted."))
            return HttpResponseRedirect(request.path)
        context = self.each_context(request) | {
            "title": capfirst(MissedSearch._meta.verbose_name_plural),
            "searches": list_frequent_searches()[:MAX_SHOWN_SEARCHES],
            "times": MIN_SHOWN_TIMES,
            "counted": settings.COUNT_MISSED_SEARCHES,
        }
        return TemplateResponse(request, "admin/missed_searches.html", context)

    def end_other_sessions(self, request):
        """End the user's sessions elsewhere."""
        count = end_sessions(request.user, but=request.session.session_key)
        log.info("%s ended %d other sessions.", request.user, count)
        message = ngettext("%d session was ended.", "%d sessions were ended.", count) % count
        messages.success(request, message)
        return HttpResponseRedirect(request.path)
