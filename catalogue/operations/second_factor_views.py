"""Setting up the second factor in the browser: first the app, then the backup codes.

A session comes here in two ways. A user without a second factor who chose a password by an
invitation can do nothing else before. A user with one can replace app and codes after confirming
both factors. A password alone never leads here: it would be enough to take over an account without
a second factor.
"""

import logging
import time
from base64 import b32encode
from functools import wraps
from urllib.parse import quote

import segno
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login as verify_session
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from catalogue.operations.login import require_recent_login
from catalogue.operations.second_factor import (
    SET_UP_UNTIL,
    begin_set_up,
    confirm_app,
    is_setting_up,
    lacks_second_factor,
    replace_backup_codes,
)
from catalogue.operations.sessions import end_sessions

OFFERED_KEY = "offered_key"  # what a session stores: the key that the app is to have
log = logging.getLogger(__name__)


class AppCodeForm(forms.Form):
    """A code with which the app shows that it has the key; wrong ones are counted."""

    code = forms.CharField(
        label=gettext_lazy("The code that the app shows now"),
        max_length=24,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.key, self.app = request, request.session[OFFERED_KEY], None

    def clean_code(self):
        """Give the user the app if it has the key."""
        request, credentials = self.request, {"username": self.request.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, credentials):
            request.axes_locked_out = True
            return
        self.app = confirm_app(request.user, self.key, self.cleaned_data["code"])
        if self.app is None:
            why = "wrong code for a new app"
            user_login_failed.send(__name__, credentials=credentials, request=request, why=why)
            raise ValidationError(
                _("The code is not right. Wait for the next one, and check the telephone's clock.")
            )


def require_set_up(view):
    """Return a view for sessions that set up a second factor, or confirmed who they are lately."""

    @wraps(view)
    def view_or_other(request):
        if not settings.SECOND_FACTOR:
            raise Http404
        if not is_setting_up(request):
            return admin.site.admin_view(require_recent_login(view))(request)
        if time.time() <= request.session[SET_UP_UNTIL]:
            return view(request)
        log.warning("%s did not set up a second factor in time.", request.user)
        needs_invitation = lacks_second_factor(request.user)
        logout(request)
        if not needs_invitation:
            messages.error(request, _("The time to set this up is over. Sign in again."))
            return redirect("admin:login")
        messages.error(request, _("The time to set this up is over. Ask for a new invitation."))
        return redirect("admin:invitation")

    return view_or_other


@require_set_up
def set_up_app(request):
    """Show the key for a new app, and take it when a code shows that the app has it."""
    if is_setting_up(request) and request.user.is_verified():
        return redirect("admin:backup_codes")  # the app is done
    request.session.setdefault(OFFERED_KEY, default_key())
    form = AppCodeForm(request, request.POST or None)
    if form.is_valid() and form.app:
        return use_app(request, form.app)
    app = TOTPDevice(user=request.user, key=form.key)
    secret = b32encode(app.bin_key).decode()
    context = {
        "title": _("Set up the second factor"),
        "form": form,
        "address": app.config_url,
        "picture": draw_qr_code(app.config_url),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "is_change": not is_setting_up(request),
    }
    return render(request, "admin/second_factor.html", context)


def use_app(request, app: TOTPDevice):
    """Go on with a new app: other sessions end, and backup codes follow."""
    log.info("%s set up a second factor.", request.user)
    end_sessions(request.user, but=request.session.session_key)
    request.session.pop(OFFERED_KEY, None)
    verify_session(request, app)
    return show_new_codes(request)


@require_set_up
def make_backup_codes(request):
    """Make new backup codes, or note that the user has stored them."""
    if is_setting_up(request) and not request.user.is_verified():
        return redirect("admin:second_factor")  # first the app
    if request.method != "POST":
        return render_codes(request)
    if "stored" not in request.POST:
        return show_new_codes(request)
    request.session.pop(SET_UP_UNTIL, None)
    log.info("%s has stored the backup codes.", request.user)
    messages.success(request, _("Your second factor is set up."))
    return redirect("admin:index")


def show_new_codes(request):
    """Show new backup codes, this once; the session goes on when the user has stored them."""
    begin_set_up(request)
    codes = replace_backup_codes(request.user)
    log.info("%s made new backup codes.", request.user)
    return render_codes(request, codes)


def render_codes(request, codes=()):
    """Return the page about backup codes, with those that were just made."""
    whose = {"name": request.user.get_username(), "host": request.get_host()}
    text = "\n".join([_("Backup codes of %(name)s for %(host)s") % whose, "", *codes, ""])
    context = {
        "title": _("Backup codes"),
        "codes": codes,
        "codes_left": StaticToken.objects.filter(device__user=request.user).count(),
        "file": f"data:text/plain;charset=utf-8,{quote(text)}",
        "is_setting_up": is_setting_up(request),
    }
    return render(request, "admin/backup_codes.html", context)


def render(request, template: str, context: dict) -> TemplateResponse:
    """Return a page of the admin."""
    return TemplateResponse(request, template, admin.site.each_context(request) | context)


def draw_qr_code(text: str) -> SafeString:
    """Return a text as a QR code, as SVG inside the page: no picture is requested."""
    code = segno.make(text, micro=False)
    return mark_safe(code.svg_inline(omitsize=True, light="#fff"))  # noqa: S308 (shapes only)
