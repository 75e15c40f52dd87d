"""A request saves all that it should, as one revision in the history, or it saves nothing."""

import reversion

from catalogue.db.transactions import extend_lock_timeout

TOO_MANY = 429  # what was counted for this answer stays counted
READING = ("GET", "HEAD", "OPTIONS")


class Unanswered(Exception):
    """Carries the answer of a request that failed out of its transaction."""

    def __init__(self, response):
        super().__init__()
        self.response = response


class AtomicRevisionMiddleware:
    """Middleware: one revision and one transaction for each request that may save something.

    What was saved before a request was refused, or failed, is taken back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Who is not signed in saves nothing of the catalogue; but a wrong password is counted, even
        # when the answer is that there were too many.
        if request.method in READING or not request.user.is_authenticated:
            return self.get_response(request)
        try:
            with reversion.create_revision(atomic=True):
                extend_lock_timeout()
                return self.answer(request)
        except Unanswered as failed:
            return failed.response

    def answer(self, request):
        """Answer a request in the name of who made it."""
        response = self.get_response(request)
        if response.status_code >= 400 and response.status_code != TOO_MANY:
            raise Unanswered(response)
        if reversion.get_user() is None:
            reversion.set_user(request.user)
        return response
