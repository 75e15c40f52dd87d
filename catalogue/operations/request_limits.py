"""What no address of the catalogue takes is refused before anything reads it."""

from django.http import HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from catalogue.operations.security_headers import is_admin_request

READ_METHODS, WRITE_METHODS = ("GET", "HEAD"), ("POST",)
#: More than the largest file that can be imported (20 MB): whose is a little larger reads of it
#: in the form.
MAX_REQUEST_BYTES = 32 * 1024 * 1024


class RequestLimitMiddleware:
    """Middleware: readers only read, the desk posts too, and nobody sends more than is taken.

    Without it a form would be read to the disk before anything asks who sends it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        allowed = READ_METHODS + WRITE_METHODS * is_admin_request(request)
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        if get_content_length(request) > MAX_REQUEST_BYTES:
            said = _("That is more than can be sent: %(most)d MB.") % {
                "most": MAX_REQUEST_BYTES >> 20
            }
            return HttpResponse(f"{said}\n", status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def get_content_length(request) -> int:
    """Return how many bytes a request says it brings; without a length, none are read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
