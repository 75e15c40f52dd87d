"""Sessions of editors: the session backend, how long they last, who has them open, and their log.

This module is the SESSION_ENGINE.
"""

import logging
import re
import time
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

SESSION_KEY_PATTERN = re.compile(r"[a-z0-9]{32}")
#: What a session stores: when it began and was last used, from which address and browser.
SINCE, SEEN, PLACE, BROWSER = "since", "seen", "place", "browser"
MAX_SESSION_SECONDS = 12 * 60 * 60  # however much it is used
SESSION_SAVE_SECONDS = 5 * 60  # after which a session in use is saved, which makes it last longer
#: How a user has logged in, by the class of the device, for the log.
LOGIN_METHODS = {
    "NoneType": "a password only",
    "TOTPDevice": "a password and the app",
    "StaticDevice": "a password and a backup code",
}
#: Names of browsers and systems by their sign in a User-Agent header. Most browsers name others
#: too, which come later here.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung Internet", "Firefox/": "Firefox",
    "FxiOS/": "Firefox", "CriOS/": "Chrome", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad",
    "CrOS": "ChromeOS", "Mac OS X": "macOS", "Linux": "Linux",
}  # fmt: skip
log = logging.getLogger(__name__)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, which is only asked for keys that Django can make.

    A cookie may hold anything, also a NUL, which PostgreSQL refuses.
    """

    def _validate_session_key(self, key):
        return key is not None and SESSION_KEY_PATTERN.fullmatch(key) is not None


class SessionLifetimeMiddleware(MiddlewareMixin):
    """Extends a session while it is used, and ends it after its longest time."""

    def process_request(self, request):
        now, session = int(time.time()), request.session
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in session:
            return
        if now - session.get(SINCE, 0) > MAX_SESSION_SECONDS:
            hours = MAX_SESSION_SECONDS // 3600
            log.info("A session of %s ended after %d hours.", request.user, hours)
            logout(request)
        elif now - session.get(SEEN, 0) > SESSION_SAVE_SECONDS:
            session[SEEN] = now


def list_sessions(user) -> list[dict]:
    """Return the open sessions of a user, the one used last first.

    Each has its key, when it began (`since`) and was last `seen`, its place and its browser.
    """
    found = []
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            times = {name: datetime.fromtimestamp(data.get(name, 0), UTC) for name in (SINCE, SEEN)}
            origin = {PLACE: data.get(PLACE, ""), BROWSER: describe_browser(data.get(BROWSER, ""))}
            found.append({"key": session.session_key, **times, **origin})
    return sorted(found, key=lambda each: each[SEEN], reverse=True)


def describe_browser(agent: str) -> str:
    """Return browser and system in words, or the User-Agent header itself if it is unknown."""
    browser, system = (
        next((name for sign, name in known.items() if sign in agent), "")
        for known in (BROWSERS, SYSTEMS)
    )
    words = {"browser": browser, "system": system}
    return _("%(browser)s on %(system)s") % words if browser and system else agent


def end_sessions(user, but: str = "") -> int:
    """End the sessions of a user, except the one with the key `but`; return their number."""
    keys = [each["key"] for each in list_sessions(user) if each["key"] != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all_sessions() -> int:
    """Delete all sessions, also expired ones; return the number of open ones."""
    count = Session.objects.filter(expire_date__gt=timezone.now()).count()
    Session.objects.all().delete()
    return count


def get_client_address(request) -> str:
    """Return the address of a browser; in production the one that the proxy in front gives."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.IN_PRODUCTION else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def render_lockout(request, *args, **kwargs) -> HttpResponse:
    """Answer that a login is closed for a while, whether or not the name exists."""
    name = request.POST.get("username") or str(request.user)
    log.warning("Sign-in as %r from %s is closed for a while.", name, get_client_address(request))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "admin/closed.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(60 * minutes)
    return response


@receiver(user_logged_in)
def record_login(sender, request, user, **kwargs):
    """Store and log when and from where a session begins; delete expired sessions."""
    request.session.clear_expired()
    place, session = get_client_address(request), request.session
    session[SINCE] = session[SEEN] = int(time.time())
    session[PLACE], session[BROWSER] = place, request.headers.get("User-Agent", "")[:200]
    method = LOGIN_METHODS[type(getattr(user, "otp_device", None)).__name__]
    log.info("%s signed in from %s with %s.", user, place, method)


@receiver(user_logged_out)
def log_logout(sender, request, user, **kwargs):
    """Log who logged out."""
    log.info("%s signed out.", user or "An unknown user")


@receiver(user_login_failed)
def log_refused_login(sender, credentials, request=None, why="wrong name or password", **kwargs):
    """Log a login that was refused, without its password or code."""
    place = get_client_address(request) if request else "a command"
    log.warning("Sign-in as %r refused from %s: %s.", credentials.get("username", ""), place, why)
