"""Accounts and groups in the admin, for users who have logged in recently."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.decorators import method_decorator
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from catalogue.editorial.changelist import get_strict_changelist
from catalogue.operations.login import require_recent_login

# Only `manage.py enrol_second_factor` gives a second factor: the admin would show its secrets.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
protect = method_decorator(require_recent_login)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; changes require a recent login."""

    get_changelist = get_strict_changelist
    changeform_view = protect(UserAdmin.changeform_view)
    changelist_view = protect(UserAdmin.changelist_view)
    delete_view = protect(UserAdmin.delete_view)
    user_change_password = protect(UserAdmin.user_change_password)


@admin.register(Group)
class PermissionGroupAdmin(GroupAdmin):
    """Groups and their permissions; changes require a recent login."""

    get_changelist = get_strict_changelist
    changeform_view = protect(GroupAdmin.changeform_view)
    changelist_view = protect(GroupAdmin.changelist_view)
    delete_view = protect(GroupAdmin.delete_view)
