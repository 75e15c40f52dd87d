"""A request stores everything that it should, as one revision of the history, or nothing."""

import reversion

from catalogue.db.transactions import acquire_write_lock

TOO_MANY_REQUESTS = 429  # what was counted to reach this answer stays counted
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class ErrorResponse(Exception):
    """Carries the response of a request that failed out of its transaction."""

    def __init__(self, response):
        super().__init__()
        self.response = response


class AtomicRevisionMiddleware:
    """Middleware: one revision and one transaction for each request that may change records.

    Such requests take turns, also with imports: each sees what the one before it has saved. What
    was saved before a request was refused, or failed, is rolled back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Anonymous visitors change no record; but a wrong password is counted, even when the
        # answer is that there were too many.
        if request.method in SAFE_METHODS or not request.user.is_authenticated:
            return self.get_response(request)
        try:
            with reversion.create_revision(atomic=True):
                acquire_write_lock()  # before a view locks or even reads a record
                response = self.get_response(request)
                if response.status_code >= 400 and response.status_code != TOO_MANY_REQUESTS:
                    raise ErrorResponse(response)
                if reversion.get_user() is None:
                    reversion.set_user(request.user)
                return response
        except ErrorResponse as error:
            return error.response
