"""Middleware for every request: its id, its limits, and headers for security."""

import re
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

#: The id of the request that is being answered; empty outside of a request.
current_request_id: ContextVar[str] = ContextVar("request_id", default="")
#: An id that a proxy may give. Another is replaced, because the log shows it.
REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")
REQUEST_ID_HEADER = "X-Request-ID"
READ_METHODS, WRITE_METHODS = ("GET", "HEAD"), ("POST",)
#: More than the largest file for an import (20 MB): the form explains that one is a little larger.
MAX_REQUEST_BYTES = 32 * 1024 * 1024
#: Features of browsers that no page may use.
DENIED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
#: Headers of every answer. Django sets some of them too, but not when its own middleware fails,
#: as for an unknown host name.
SECURITY_HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


class RequestIdMiddleware:
    """Gives each request an id, or takes that of the proxy in front; log and answer show it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = given if REQUEST_ID_PATTERN.fullmatch(given) else uuid4().hex
        token = current_request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response[REQUEST_ID_HEADER] = request_id
        return response


class SecurityHeadersMiddleware(MiddlewareMixin):
    """Adds headers to every answer, also to static files and errors; admin pages are not stored.

    What does not say how long it is good (a redirect, an error, a file) is asked for each time.
    """

    def process_response(self, request, response):
        for name, value in SECURITY_HEADERS.items():
            response.setdefault(name, value)
        if is_admin_request(request):
            patch_cache_control(response, no_store=True, private=True)
        response.setdefault("Cache-Control", "no-cache")
        return response


class RequestLimitMiddleware(MiddlewareMixin):
    """Refuses methods and sizes that no address accepts, before the body is read.

    Readers only read, the admin also accepts POST. Without this a form would be written to the
    disk before anything asks who sends it.
    """

    def process_request(self, request):
        allowed = READ_METHODS + WRITE_METHODS * is_admin_request(request)
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        length = request.META.get("CONTENT_LENGTH") or "0"  # without one, nothing is read
        if length.isdecimal() and int(length) > MAX_REQUEST_BYTES:
            megabytes = {"most": MAX_REQUEST_BYTES >> 20}
            text = _("Too large: at most %(most)d MB can be sent.") % megabytes
            return HttpResponse(f"{text}\n", status=413, content_type="text/plain; charset=utf-8")
        return None


def is_admin_request(request) -> bool:
    """Return True if an address belongs to the admin, its login page included."""
    return request.path.startswith(reverse("admin:index"))
