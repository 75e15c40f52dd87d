"""What a reader may ask: addresses of a bounded length, and answers that do not take for ever.

A page has seconds to be ready, a file a minute; what is not ready then is given up with 503, so
that it keeps no thread of the server from other readers. The desk is not hurried.
"""

from django.conf import settings
from django.shortcuts import render

from catalogue.db.transactions import time_limit
from catalogue.pages.page_cache_middleware import is_file_path, is_reader_path

MAX_ADDRESS_LENGTH = 4_000  # characters of an address with its parameters


class DeadlineMiddleware:
    """Refuses what is too long, and gives each answer its time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_reader_path(request.path):
            return self.get_response(request)
        if len(request.get_full_path()) > MAX_ADDRESS_LENGTH:
            return render(request, "414.html", {"longest": f"{MAX_ADDRESS_LENGTH:,}"}, status=414)
        seconds = (
            settings.FILE_TIME_LIMIT if is_file_path(request.path) else settings.PAGE_TIME_LIMIT
        )
        with time_limit(seconds):
            return self.get_response(request)
