"""When something fails: a clear answer, without a word of the inner workings."""

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from catalogue.core.limits import OutOfTime, TooManyAtOnce


@dataclass(frozen=True)
class Why:
    """Why there is no answer just now, and in how many seconds to ask again."""

    title: str
    text: str
    again: int


AWAY = Why(
    _("The catalogue is away for a moment"),
    _("Its database does not answer just now. Nothing is lost."),
    10,
)
SLOW = Why(
    _("This takes too long"),
    _("The answer was not ready in time and was given up. Fewer filters or records take less."),
    60,
)
BUSY = Why(
    _("Many files are being made just now"),
    _("Large files are made one after the other, so that pages stay quick."),
    30,
)
#: What each kind of fault says; the first that fits.
REASONS = {OutOfTime: SLOW, TooManyAtOnce: BUSY, OperationalError: AWAY, InterfaceError: AWAY}


def server_error(request) -> HttpResponse:
    """Answer a request that failed: 503 where it may be asked again soon, otherwise 500.

    Django calls it while it handles the error, and has logged that already.
    """
    error = sys.exc_info()[1]
    why = next((why for kind, why in REASONS.items() if isinstance(error, kind)), None)
    if why is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    headers = {"Retry-After": str(why.again), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html", {"why": why}), status=503, headers=headers)
