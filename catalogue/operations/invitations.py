"""A link by which a person chooses a password, so that nobody else ever knows it."""

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

log = logging.getLogger(__name__)


class ChoosePasswordView(PasswordResetConfirmView):
    """The page behind the link: it works once and for a day, and signs nobody in."""

    success_url = reverse_lazy("admin:login")

    def form_valid(self, form):
        """Set the password and note whose it is."""
        log.info("%s chose a password by a link.", self.user)
        return super().form_valid(form)


def build_invitation_link(user) -> str:
    """Return the address at which a user chooses a password."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("admin:choose_password", args=[key, default_token_generator.make_token(user)])
    return f"https://{settings.ALLOWED_HOSTS[0]}{path}" if settings.IN_PRODUCTION else path
