"""Signing in with a second factor: a code of an app on one's telephone, or a backup code."""

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10  # backup codes that a person gets, each longer than that of an app
DIGITS = 6  # of the code of an app


class SignInForm(AdminAuthenticationForm):
    """Name, password and, where a second factor is required, a code."""

    code = forms.CharField(
        label=_("Code from your app, or a backup code"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    codes_error = _("This code is not right, or was used already. Wait for the next one.")
    nothing_error = _("A second factor is required. Ask an administrator to enrol you.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.SECOND_FACTOR:
            del self.fields["code"]

    def clean(self):
        """Check the code too, once the password is right."""
        cleaned = super().clean()
        if settings.SECOND_FACTOR and (user := self.get_user()) is not None:
            user.otp_device = self.device_of(user, cleaned.get("code", "").replace(" ", ""))
        return cleaned

    def device_of(self, user, code: str):
        """Return the device whose code was typed; ValidationError where there is none."""
        kind = TOTPDevice if code.isdecimal() and len(code) == DIGITS else StaticDevice
        devices = kind.objects.filter(user=user, confirmed=True)
        if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            raise ValidationError(self.nothing_error, code="not_enrolled")
        for device in devices:
            allowed, _why = device.verify_is_allowed()
            if allowed and device.verify_token(code):
                return device
        raise ValidationError(self.codes_error, code="wrong_code")


class Desk(AdminSite):
    """The admin, which lets nobody in without the second factor where one is required."""

    login_form = SignInForm
    login_template = "admin/sign_in.html"

    def has_permission(self, request):
        """Say whether somebody may enter."""
        second = not settings.SECOND_FACTOR or request.user.is_verified()
        return super().has_permission(request) and second


def enrol(user) -> tuple[str, list[str]]:
    """Give a user a new second factor; return the address for the app, and the backup codes.

    What the user had before works no longer.
    """
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    app = TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    backup = StaticDevice.objects.create(user=user, name="backup", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=backup, token=code) for code in codes)
    return app.config_url, codes
