"""Signing in at the desk, and being asked again before something that concerns an account."""

import time
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from catalogue.operations import second_factor
from catalogue.operations.session_queries import SINCE

RECENT_LOGIN_SECONDS = 10 * 60  # seconds after signing in in which nobody is asked again


class LoginForm(AdminAuthenticationForm):
    """Name, password and, where a second factor is required, a code.

    Whichever is wrong, the answer is the same: nobody learns here that a password was right.
    """

    code = forms.CharField(
        label=_("Code from your app, or a backup code"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    refused = _(
        "The name, the password or the code is not right. A code does once: wait for the next."
    )
    not_enrolled = _("A second factor is required. Ask an administrator to enrol you.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.SECOND_FACTOR:
            del self.fields["code"]

    def get_invalid_login_error(self):
        """Return what is said to who is not let in."""
        if not settings.SECOND_FACTOR:
            return super().get_invalid_login_error()
        return ValidationError(self.refused, code="invalid_login")

    def clean(self):
        """Check the code too, once the password is right."""
        cleaned = super().clean()
        if settings.SECOND_FACTOR and (user := self.get_user()) is not None:
            self.check_code(user, cleaned.get("code", ""))
        return cleaned

    def check_code(self, user, code: str) -> None:
        """Note the device of the code that was typed; a wrong one counts as a wrong password."""
        if not second_factor.is_enrolled(user):
            raise ValidationError(self.not_enrolled, code="not_enrolled")
        user.otp_device = second_factor.verify_code(user, code)
        if user.otp_device is None:
            who = {"username": user.get_username()}
            user_login_failed.send(
                __name__, credentials=who, request=self.request, why="wrong code"
            )
            raise self.get_invalid_login_error()


class ConfirmLoginForm(LoginForm):
    """The same for somebody who is signed in, and whose name is known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]

    def clean(self):
        """Check password and code of who is signed in."""
        self.cleaned_data["username"] = self.request.user.get_username()
        return super().clean()


def has_recent_login(request) -> bool:
    """Say whether somebody signed in a moment ago."""
    return time.time() - request.session.get(SINCE, 0) <= RECENT_LOGIN_SECONDS


def require_recent_login(view):
    """Let only those see a view who signed in a moment ago; ask the others once more."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if has_recent_login(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('admin:confirm')}?{back}")

    return asked
