"""Whom to tell of a weakness, where those who find one look first (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

CONTACT_VALIDITY = timedelta(days=180)  # a year at most


@require_safe
def security_txt(request) -> HttpResponse:
    """Name the contact that the operator has set; without one there is no such page."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + CONTACT_VALIDITY).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
