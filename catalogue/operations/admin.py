"""Accounts and groups in the admin, for users who have logged in recently."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, ManyToManyField, OuterRef
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import user_has_device
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from catalogue.editorial.changelist import get_strict_changelist
from catalogue.operations.login import invite_user, require_recent_login
from catalogue.operations.second_factor import reset_second_factor

# Each person sets up the own second factor: the admin would show its secrets.
admin.site.unregister([User, Group, StaticDevice, TOTPDevice])
protect = method_decorator(require_recent_login)


class NewAccountForm(forms.ModelForm):
    """A new person, who chooses a password by an invitation."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Editors write; Reviewers write and publish."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups"]

    def clean_username(self):
        """Refuse a name that differs from another one only in capital letters."""
        name = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("An account with this name already exists."))
        return name

    def save(self, commit=True):
        """Save an account that may enter the admin, and has no password yet."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; changes require a recent login. No administrator knows a password of another."""

    get_changelist = get_strict_changelist
    changeform_view = protect(UserAdmin.changeform_view)
    changelist_view = protect(UserAdmin.changelist_view)
    delete_view = protect(UserAdmin.delete_view)
    add_form = NewAccountForm
    add_form_template = None
    add_fieldsets = ((None, {"fields": NewAccountForm.Meta.fields}),)
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (gettext_lazy("Rights"), {"fields": ("groups", "is_active", "is_staff", "is_superuser")}),
        (gettext_lazy("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    list_display = ("username", "email", "first_name", "last_name", "is_active", "second_factor")

    def get_queryset(self, request):
        """Return the accounts, each with whether it has a second factor."""
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_second_factor=Exists(apps))

    @admin.display(boolean=True, description=gettext_lazy("second factor"))
    def second_factor(self, user):
        """Return True if a user has a second factor."""
        return user.has_second_factor

    def get_urls(self):
        """Have a page for invitations instead of Django's for setting another's password."""
        view = self.admin_site.admin_view(self.show_invitation)
        invitation = path("<id>/invitation/", view, name="auth_user_invitation")
        return [invitation, *super(UserAdmin, self).get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """Add a person; the invitation is the next page, so there is one button."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, one | (extra_context or {}))

    def response_add(self, request, obj, post_url_continue=None):
        """Go on to the invitation of a new person."""
        messages.success(request, _("The account %s was added.") % obj)
        return redirect("admin:auth_user_invitation", obj.pk)

    @protect
    def show_invitation(self, request, id):
        """Show a link for choosing a password; a POST resets the second factor before."""
        user = self.get_object(request, unquote(id))
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, id)
        may_reset = settings.SECOND_FACTOR and user != request.user and user_has_device(user)
        if request.method == "POST" and may_reset:
            return self.reset_second_factor(request, user)
        link = request.build_absolute_uri(invite_user(user=user, by=request.user))
        context = self.admin_site.each_context(request) | {
            "title": _("Invitation for %s") % user,
            "original": user,
            "link": link,
            "opts": self.opts,
            "may_enter": user.is_active and user.is_staff,
            "may_reset": may_reset,
            "second_factor": settings.SECOND_FACTOR,
        }
        return TemplateResponse(request, "admin/invite.html", context)

    def reset_second_factor(self, request, user):
        """Reset the second factor of a user and return to the invitation."""
        reset_second_factor(user=user, by=request.user)
        self.log_change(request, user, _("The second factor was reset."))
        messages.success(request, _("The second factor was reset, and all sessions have ended."))
        return redirect(request.path)


@admin.register(Group)
class PermissionGroupAdmin(GroupAdmin):
    """Groups and their permissions; changes require a recent login."""

    get_changelist = get_strict_changelist
    changeform_view = protect(GroupAdmin.changeform_view)
    changelist_view = protect(GroupAdmin.changelist_view)
    delete_view = protect(GroupAdmin.delete_view)
