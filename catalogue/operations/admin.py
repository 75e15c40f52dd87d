"""Accounts and groups at the desk, for those who signed in a moment ago."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from catalogue.operations.login import require_recent_login

# `manage.py enrol_second_factor` alone gives a second factor: the desk would show its secrets.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
PROTECTED_VIEWS = ("changeform_view", "changelist_view", "delete_view")


def protect_views(*names: str):
    """Return a decorator of a class that asks again before these of its views."""

    def decorate(kind):
        for name in names:
            kind = method_decorator(require_recent_login, name=name)(kind)
        return kind

    return decorate


@admin.register(User)
@protect_views(*PROTECTED_VIEWS, "user_change_password")
class AccountAdmin(UserAdmin):
    """Accounts; who changes one says again who it is."""


@admin.register(Group)
@protect_views(*PROTECTED_VIEWS)
class PermissionGroupAdmin(GroupAdmin):
    """Groups and what they may do; who changes one says again who it is."""
