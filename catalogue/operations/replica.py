"""A replica of the database, from which readers read; everything else asks the primary.

For one request the database called `default` is the replica, as a whole: no query, whoever makes it
and however, goes elsewhere, so that the version, the index, the records and the tag of a page are
those of one state. Who has a session is served by the primary, and sees what was just saved.

A replica that is away or far behind is left aside for a while, and readers are served by the
primary: a second database should not be a second reason to fail.
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
CHECK_SECONDS, RETRY_REPLICA_SECONDS = (
    5,
    30,
)  # seconds until it is looked at again, where it was good and where it was not
#: Seconds in which a replica must have reached what the primary had, or readers leave it.
MAX_DELAY_SECONDS = 60
#: Sent when the replica was looked at: how many changes it `lacks`, where that is known, and
#: whether it is `good` enough for readers.
replica_checked = Signal()
log = logging.getLogger(__name__)


@contextmanager
def use_replica():
    """Let `default` be the replica in this thread."""
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[REPLICA]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


class ReplicaMonitor:
    """What this process knows of the replica; it looks now and then, in the time of one reader."""

    def __init__(self):
        self.fault, self._next, self._looking = "", 0.0, threading.Lock()
        self._goal, self._since = 0, 0.0  # what the replica has to reach, and since when

    def is_good(self) -> bool:
        """Say whether readers may be served by the replica."""
        if time.monotonic() >= self._next and self._looking.acquire(blocking=False):
            try:
                self.look()
            finally:
                self._looking.release()
        return not self.fault

    def look(self) -> None:
        """Ask the replica how far it is, and the primary whether that is far enough."""
        try:
            theirs = get_replica_version()
        except Error:
            self.conclude("it does not answer")
            return
        try:
            behind = count_missing_changes(theirs)
        except Error:  # readers do not need the primary, and should not often wait for it
            self.conclude("")
            self._next = time.monotonic() + RETRY_REPLICA_SECONDS
            return
        if behind is None:
            self.conclude("it is no copy of the primary, or very far behind")
        else:
            late = self.is_late(theirs, behind, time.monotonic())
            self.conclude(f"it is {behind} changes behind" if late else "", behind)

    def is_late(self, theirs: CatalogueVersion, behind: int, now: float) -> bool:
        """Say whether the replica has lacked something for too long."""
        if theirs.id >= self._goal:
            self._goal, self._since = theirs.id + behind, now
        return now - self._since > MAX_DELAY_SECONDS

    def conclude(self, fault: str, lacks: int | None = None) -> None:
        """Note what is wrong with the replica, or that nothing is, and when to look again."""
        if fault and not self.fault:
            log.warning("Readers are served by the primary, not by the replica: %s.", fault)
        elif self.fault and not fault:
            log.info("Readers are served by the replica again.")
        self.fault, self._next = (
            fault,
            time.monotonic() + (RETRY_REPLICA_SECONDS if fault else CHECK_SECONDS),
        )
        replica_checked.send(self, lacks=lacks, good=not fault)


def get_replica_version() -> CatalogueVersion:
    """Return the version of the catalogue that the replica has."""
    with use_replica():
        return current_version() or CatalogueVersion(0, 0)


def count_missing_changes(theirs: CatalogueVersion) -> int | None:
    """Return how many changes of the primary the replica lacks.

    None where the log of the primary does not have what the replica saw last.
    """
    ours = current_version() or CatalogueVersion(0, 0)
    if ours == theirs:
        return 0
    if theirs.id and not Change.objects.filter(pk=theirs.id, token=theirs.token).exists():
        return None
    return ours.id - theirs.id


def describe_replica() -> str:
    """Say in words how the replica is, for those who watch over the server."""
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
    """Lets readers' pages be made from the replica, where there is one."""

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
        replica_monitor.conclude("it went away")
        return self.get_response(request)


def is_anonymous_read(request) -> bool:
    """Say whether a request only reads what is public, in nobody's name."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith((reverse("admin:index"), reverse("health")))
    )


def is_database_available() -> bool:
    """Say whether the database still answers, after a request that failed."""
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except Error:
        return False
