"""Headers that every answer carries besides the content policy, whatever gave the answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.cache import patch_cache_control

#: What a page may use of a browser: nothing of it.
DENIED_FEATURES = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
#: Django's own stand here again, since its middleware says nothing when it fails itself: a host
#: name that is not ours makes it.
SECURITY_HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in DENIED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


class SecurityHeadersMiddleware:
    """Adds them, also to static files and to errors; what the desk answers is kept nowhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.setdefault(name, value)
        if is_admin_request(request):
            patch_cache_control(response, no_store=True, private=True)
        return response


def is_admin_request(request) -> bool:
    """Say whether an address belongs to the desk, its sign-in included."""
    return request.path.startswith(reverse("admin:index"))
