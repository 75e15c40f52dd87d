"""A replica of the database, from which readers are served; everything else uses the primary.

During a request the database called `default` is the replica, for every query, so that the version,
the index, the records and the tag of a page are of one state. Users with a session are served from
the primary, and see what they have just saved.

While a replica is unavailable or far behind, readers are served from the primary: a second database
should not be a second reason to fail.
"""

import logging
import threading
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.dispatch import Signal
from django.urls import reverse

from catalogue.changelog.models import Change
from catalogue.changelog.queries import CatalogueVersion, current_version

REPLICA = "replica"
CHECK_SECONDS = 5  # until the next check of a replica that can be used
RETRY_REPLICA_SECONDS = 30  # until the next check of one that cannot
#: Seconds within which a replica must have what the primary had, or it is not used.
MAX_DELAY_SECONDS = 60
#: Sent after a check of the replica, with how many changes it is `missing` (None if unknown) and
#: whether it is `good` enough for readers.
replica_checked = Signal()
log = logging.getLogger(__name__)


@contextmanager
def use_replica():
    """Make `default` the replica in this thread."""
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[REPLICA]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


class ReplicaMonitor:
    """What this process knows of the replica; one request of a few seconds checks it."""

    def __init__(self):
        self.fault, self._next, self._checking = "", 0.0, threading.Lock()
        self._goal, self._since = 0, 0.0  # the change that the replica has to reach, and since when

    def is_good(self) -> bool:
        """Return True if readers may be served from the replica."""
        if time.monotonic() >= self._next and self._checking.acquire(blocking=False):
            try:
                self.check()
            finally:
                self._checking.release()
        return not self.fault

    def check(self) -> None:
        """Compare the versions of the replica and of the primary."""
        try:
            theirs = get_replica_version()
        except Error:
            self.record("it does not answer")
            return
        try:
            behind = count_missing_changes(theirs)
        except Error:  # readers need no primary, and should not often wait for it
            self.record("")
            self._next = time.monotonic() + RETRY_REPLICA_SECONDS
            return
        if behind is None:
            self.record("it is no copy of the primary, or very far behind")
        else:
            late = self.is_late(theirs, behind, time.monotonic())
            self.record(f"it is {behind} changes behind" if late else "", behind)

    def is_late(self, theirs: CatalogueVersion, behind: int, now: float) -> bool:
        """Return True if the replica has missed a change for too long."""
        if theirs.id >= self._goal:
            self._goal, self._since = theirs.id + behind, now
        return now - self._since > MAX_DELAY_SECONDS

    def record(self, fault: str, missing: int | None = None) -> None:
        """Record the fault of the replica, or none, and when to check again."""
        if fault and not self.fault:
            log.warning("Readers are served by the primary, not by the replica: %s.", fault)
        elif self.fault and not fault:
            log.info("Readers are served by the replica again.")
        self.fault = fault
        self._next = time.monotonic() + (RETRY_REPLICA_SECONDS if fault else CHECK_SECONDS)
        replica_checked.send(self, missing=missing, good=not fault)


def get_replica_version() -> CatalogueVersion:
    """Return the version of the catalogue that the replica has."""
    with use_replica():
        return current_version() or CatalogueVersion(0, 0)


def count_missing_changes(theirs: CatalogueVersion) -> int | None:
    """Return how many changes of the primary the replica is missing.

    None if the log of the primary does not have the last change of the replica.
    """
    ours = current_version() or CatalogueVersion(0, 0)
    if ours == theirs:
        return 0
    if theirs.id and not Change.objects.filter(pk=theirs.id, token=theirs.token).exists():
        return None
    return ours.id - theirs.id


def describe_replica() -> str:
    """Return the state of the replica in words, for monitoring."""
    theirs = get_replica_version()
    try:
        behind = count_missing_changes(theirs)
    except Error:
        return "cannot be compared with the primary"
    if behind is None:
        return "no copy of the primary, or very far behind"
    return f"{behind} changes behind" if behind else "ok"


replica_monitor = ReplicaMonitor()


class ReplicaMiddleware:
    """Renders pages for readers from the replica, if there is one."""

    def __init__(self, get_response):
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if not (is_anonymous_read(request) and replica_monitor.is_good()):
            return self.get_response(request)
        with use_replica():
            response = self.get_response(request)
            if response.status_code != 503 or is_database_available():
                return response
        replica_monitor.record("it went away")
        return self.get_response(request)


def is_anonymous_read(request) -> bool:
    """Return True if a request only reads public pages, without a session."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith((reverse("admin:index"), reverse("health")))
    )


def is_database_available() -> bool:
    """Return True if the database still answers, after a request that failed."""
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except Error:
        return False
