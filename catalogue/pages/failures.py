"""When something fails: a clear answer, without a word of the inner workings."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 10  # seconds


def server_error(request) -> HttpResponse:
    """Answer a request that failed: 503 while the database is away or too busy, otherwise 500.

    Django calls it while it handles the error, and has logged that already.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)
