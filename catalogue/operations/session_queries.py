"""The sessions that are open: whose they are, and how they are ended from outside."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

#: What a session holds of itself: when it began and was used last, from where, by what browser.
SINCE, SEEN, PLACE, BROWSER = "since", "seen", "place", "browser"


class OpenSession(NamedTuple):
    """A session that somebody has open."""

    key: str
    since: datetime
    seen: datetime
    place: str
    browser: str


def list_sessions(user) -> list[OpenSession]:
    """Return the open sessions of a user, the one used last first."""
    found = [
        describe_session(key, data)
        for key, data in iterate_open_sessions()
        if data.get(SESSION_KEY) == str(user.pk)
    ]
    return sorted(found, key=lambda each: each.seen, reverse=True)


def describe_session(key: str, data: dict) -> OpenSession:
    """Return a session as a person reads it."""
    since, seen = (datetime.fromtimestamp(data.get(name, 0), UTC) for name in (SINCE, SEEN))
    return OpenSession(key, since, seen, data.get(PLACE, ""), data.get(BROWSER, ""))


def iterate_open_sessions() -> Iterator[tuple[str, dict]]:
    """Return keys and contents of all sessions that have not run out."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        yield session.session_key, session.get_decoded()


def end_sessions(user, but: str = "") -> int:
    """End the sessions of a user, all or all but one, and return how many there were."""
    keys = [each.key for each in list_sessions(user) if each.key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all_sessions() -> int:
    """End everybody's sessions and return how many there were; those that ran out go too."""
    count = sum(1 for _ in iterate_open_sessions())
    Session.objects.all().delete()
    return count
