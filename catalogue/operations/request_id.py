"""Each request has an id: it stands in every line of the log, and in the answer."""

import re
from contextvars import ContextVar
from uuid import uuid4

#: The id of the request that is being answered; nothing outside of one.
current_request_id: ContextVar[str] = ContextVar("request_id", default="")
#: An id that a proxy gave; anything else is replaced, since it would stand in the log.
REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")
REQUEST_ID_HEADER = "X-Request-ID"


class RequestIdMiddleware:
    """Gives each request an id, or takes over that of the proxy in front."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(REQUEST_ID_HEADER, "")
        number = given if REQUEST_ID_PATTERN.fullmatch(given) else uuid4().hex
        token = current_request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(token)
        response[REQUEST_ID_HEADER] = number
        return response
