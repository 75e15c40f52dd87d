"""Accounts and groups in the admin, for users who have logged in recently."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from catalogue.operations.login import require_recent_login

# Only `manage.py enrol_second_factor` gives a second factor: the admin would show its secrets.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
PROTECTED_VIEWS = ("changeform_view", "changelist_view", "delete_view")


def protect_views(*names: str):
    """Return a class decorator that requires a recent login for these views."""

    def decorate(admin_class):
        for name in names:
            admin_class = method_decorator(require_recent_login, name=name)(admin_class)
        return admin_class

    return decorate


@admin.register(User)
@protect_views(*PROTECTED_VIEWS, "user_change_password")
class AccountAdmin(UserAdmin):
    """Accounts; changes require a recent login."""


@admin.register(Group)
@protect_views(*PROTECTED_VIEWS)
class PermissionGroupAdmin(GroupAdmin):
    """Groups and their permissions; changes require a recent login."""
