"""Signing in, choosing a password by a link, and confirming who one is."""

import logging
import time
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlencode, urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from catalogue.operations.password_hasher import refuse_long_password, take_hashing_turn
from catalogue.operations.second_factor import begin_set_up, lacks_second_factor, verify_code
from catalogue.operations.sessions import SINCE

RECENT_LOGIN_SECONDS = 10 * 60  # seconds after a login in which no view asks again
log = logging.getLogger(__name__)


class LoginForm(AdminAuthenticationForm):
    """Name, password and, if a second factor is required, a code.

    The answer is the same, and takes as long, whichever is wrong, so that nobody learns that a
    password was right.
    """

    code = forms.CharField(
        label=_("Code from your app, or a backup code"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    refused = _(
        "The name, the password or the code is not right. A code works once: wait for the next "
        "one. Without an app or backup codes, ask an administrator."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].validators.append(refuse_long_password)
        if not settings.SECOND_FACTOR:
            del self.fields["code"]

    def get_invalid_login_error(self):
        if not settings.SECOND_FACTOR:
            return super().get_invalid_login_error()
        return ValidationError(self.refused, code="invalid_login")

    @take_hashing_turn()  # once: a busy process refuses before anything tells right from wrong
    def clean(self):
        """Check the code too, whether or not the password is right."""
        code = self.cleaned_data.get("code", "")
        try:
            cleaned = super().clean()
        except ValidationError:
            if settings.SECOND_FACTOR:
                verify_code(None, code)
            raise
        if settings.SECOND_FACTOR and (user := self.get_user()) is not None:
            user.otp_device = verify_code(user, code)
            if user.otp_device is None:
                self.refuse(user, "wrong code, or no second factor")
        return cleaned

    def confirm_login_allowed(self, user):
        """Refuse users who may not enter the admin."""
        if not (user.is_active and user.is_staff):
            self.refuse(user, "no access to the desk")

    def refuse(self, user, why: str) -> None:
        """Refuse a user whose password is right as if it were wrong, and count it as such."""
        credentials = {"username": user.get_username()}
        user_login_failed.send(__name__, credentials=credentials, request=self.request, why=why)
        raise self.get_invalid_login_error()


class ConfirmLoginForm(LoginForm):
    """The same for a user who is logged in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["username"]

    def clean(self):
        """Check the password and code of the user."""
        self.cleaned_data["username"] = self.request.user.get_username()
        return super().clean()


def require_recent_login(view):
    """Return a view that asks users who have not logged in recently to confirm who they are."""

    @wraps(view)
    def view_or_confirm(request, *args, **kwargs):
        if time.time() - request.session.get(SINCE, 0) <= RECENT_LOGIN_SECONDS:
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('admin:confirm')}?{back}")

    return view_or_confirm


class ChoosePasswordView(PasswordResetConfirmView):
    """The page on which an invited user chooses a password.

    It logs nobody in, except a user without a second factor, who can then only set it up.
    """

    template_name = "admin/choose_password.html"
    success_url = reverse_lazy("admin:login")
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"

    def form_valid(self, form):
        log.info("%s chose a password by a link.", self.user)
        self.post_reset_login = lacks_second_factor(self.user)
        response = super().form_valid(form)
        if self.post_reset_login:
            begin_set_up(self.request)
        return response


class InvitationForm(forms.Form):
    """The code of an invitation, which works once, for a day.

    It is the fragment of a link. Browsers send no fragments, so no log of any server has it; a
    script moves it into this form.
    """

    code = forms.CharField(
        label=_("The part after # in your link"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self):
        """Return the key of the user and the token of a code that works."""
        key, _slash, token = self.cleaned_data["code"].partition("/")
        user = ChoosePasswordView().get_user(key)
        if not default_token_generator.check_token(user, token):
            raise ValidationError(
                _("This link does not work: it was used, or is older than a day. Ask for another.")
            )
        return key, token


def invite_user(*, user, by) -> str:
    """Return the address at which a user can choose a password, and log who asked for it."""
    log.info("%s made an invitation for %s.", by, user)
    return build_invitation_link(user)


def build_invitation_link(user) -> str:
    """Return the address at which a user can choose a password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    host = f"https://{settings.ALLOWED_HOSTS[0]}" if settings.IN_PRODUCTION else ""
    token = default_token_generator.make_token(user)
    return f"{host}{reverse('admin:invitation')}#{key}/{token}"
