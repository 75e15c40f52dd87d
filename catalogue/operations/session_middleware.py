"""Sessions of editors: how long the longest lasts, and what the log says of signing in and out."""

import logging
import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import render

from catalogue.operations.session_queries import BROWSER, PLACE, SEEN, SINCE

MAX_SESSION_SECONDS = 12 * 60 * 60  # seconds, however busy an editor is
SESSION_SAVE_SECONDS = (
    5 * 60
)  # seconds after which a session in use is written again, and so lasts longer
#: What somebody signed in with, for the log.
LOGIN_METHODS = {
    "NoneType": "a password only",
    "TOTPDevice": "a password and the app",
    "StaticDevice": "a password and a backup code",
}
log = logging.getLogger(__name__)


class SessionLifetimeMiddleware:
    """Lets a session last while it is used, and ends it when it has lasted as long as any may."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self.look_at(request)
        return self.get_response(request)

    def look_at(self, request) -> None:
        """End a session, or note that it is in use."""
        now, session = int(time.time()), request.session
        if now - session.get(SINCE, 0) > MAX_SESSION_SECONDS:
            log.info(
                "A session of %s ended after %d hours.", request.user, MAX_SESSION_SECONDS // 3600
            )
            logout(request)
        elif now - session.get(SEEN, 0) > SESSION_SAVE_SECONDS:
            session[SEEN] = now


def get_client_address(request) -> str:
    """Return the address of a browser: in production it is what the proxy in front says it is."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.IN_PRODUCTION else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def render_lockout(request, *args, **kwargs) -> HttpResponse:
    """Say that a sign-in is closed for a while; the same whether the name exists or not."""
    who = request.POST.get("username") or str(request.user)
    log.warning("Sign-in as %r from %s is closed for a while.", who, get_client_address(request))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "admin/closed.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(60 * minutes)
    return response


@receiver(user_logged_in)
def record_login(sender, request, user, **kwargs):
    """Note when a session begins, and where; what is left of those that ran out goes."""
    request.session.clear_expired()
    place, session = get_client_address(request), request.session
    session[SINCE] = session[SEEN] = int(time.time())
    session[PLACE], session[BROWSER] = place, request.headers.get("User-Agent", "")[:200]
    device = getattr(user, "otp_device", None)
    log.info("%s signed in from %s with %s.", user, place, LOGIN_METHODS[type(device).__name__])


@receiver(user_logged_out)
def log_logout(sender, request, user, **kwargs):
    """Note who signed out."""
    log.info("%s signed out.", user or "Somebody")


@receiver(user_login_failed)
def log_refused_login(sender, credentials, request=None, why="wrong name or password", **kwargs):
    """Note that somebody was not let in; never with what password or code."""
    place = get_client_address(request) if request else "a command"
    log.warning("Sign-in as %r refused from %s: %s.", credentials.get("username", ""), place, why)
