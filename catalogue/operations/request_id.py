"""Each request has an id: it stands in every line of the log, and in the answer."""

import re
from contextvars import ContextVar
from uuid import uuid4

#: The id of the request that is being answered; nothing outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")
#: An id that a proxy gave; anything else is replaced, since it would stand in the log.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-ID"


class RequestIds:
    """Gives each request an id, or takes over that of the proxy in front."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(HEADER, "")
        number = given if GIVEN.fullmatch(given) else uuid4().hex
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response[HEADER] = number
        return response
