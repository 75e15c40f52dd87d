"""Accounts and groups at the desk, for those who signed in a moment ago."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from catalogue.operating.sign_in import freshly

# A second factor is given by `manage.py enrol` alone: at the desk, its secrets would be shown.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
WRITING = ("changeform_view", "changelist_view", "delete_view")


def freshly_for(*names: str):
    """Return a decorator of a class that asks again before these of its views."""

    def decorate(kind):
        for name in names:
            kind = method_decorator(freshly, name=name)(kind)
        return kind

    return decorate


@admin.register(User)
@freshly_for(*WRITING, "user_change_password")
class AccountAdmin(UserAdmin):
    """Accounts; who changes one says again who it is."""


@admin.register(Group)
@freshly_for(*WRITING)
class RightsAdmin(GroupAdmin):
    """Groups and what they may do; who changes one says again who it is."""
