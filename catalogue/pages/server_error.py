"""When something fails: a clear answer, without a word of the inner workings."""

import errno
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from catalogue.db.transactions import DeadlineExceeded, ServerBusy

DISK_FULL_ERRORS = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class UnavailableReason:
    """Why there is no answer just now, and in how many seconds to ask again."""

    title: str
    text: str
    again: int


DATABASE_AWAY = UnavailableReason(
    _("The catalogue is away for a moment"), _("It cannot answer just now."), 10
)
DEADLINE_PASSED = UnavailableReason(
    _("This takes too long"),
    _("The answer was not ready in time and was given up. Fewer filters or records take less."),
    60,
)
TOO_MANY_EXPORTS = UnavailableReason(
    _("Many files are being made just now"),
    _("Large files are made one after the other, so that pages stay quick."),
    30,
)


def server_error(request) -> HttpResponse:
    """Answer a request that failed: 503 where it may be asked again soon, otherwise 500.

    Django calls it while it handles the error, and has logged that already.
    """
    why = find_reason(list(walk_causes(sys.exc_info()[1])))
    if why is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    headers = {"Retry-After": str(why.again), "Cache-Control": "no-store"}
    page = render_to_string("503.html", {"why": why, "sent": request.method == "POST"})
    return HttpResponse(page, status=503, headers=headers)


def find_reason(errors: list[BaseException]) -> UnavailableReason | None:
    """Return why a request cannot be answered just now; None where it cannot be answered at all."""
    for kind, why in ((DeadlineExceeded, DEADLINE_PASSED), (ServerBusy, TOO_MANY_EXPORTS)):
        if any(isinstance(error, kind) for error in errors):
            return why
    return DATABASE_AWAY if any(map(is_transient, errors)) else None


def walk_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Return an error and those that led to it: the last one need not be that of the database."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def is_transient(error: BaseException) -> bool:
    """Say whether an error passes by itself: nothing is wrong with what was asked."""
    driver = connection.Database
    away = OperationalError, InterfaceError, driver.OperationalError, driver.InterfaceError
    # A connection that was lost in the middle is this very class; what is wrong with a statement
    # has a class below it.
    lost = type(error) in (DatabaseError, driver.DatabaseError)
    no_room = isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS
    return isinstance(error, away) or lost or no_room
