"""Pages of the catalogue, rendered in this process; importing this module sets Django up."""

import logging

import django

django.setup()
logging.disable(logging.ERROR)  # pages that are not there are asked for on purpose

from django.db import OperationalError  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.views.defaults import bad_request, permission_denied  # noqa: E402

from catalogue.pages.error_views import server_error  # noqa: E402
from tools.inspection.pages import Page, create_withdrawn_practice  # noqa: E402


def create_getter():
    """Return a function that returns the status and the text at an address."""
    create_withdrawn_practice()
    client = Client(HTTP_HOST="localhost")

    def get(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.content.decode()

    return get


def convert_to_page(answer) -> Page:
    """Return an answer as a page without an address."""
    return Page(f"the page of status {answer.status_code}", 200, answer.content.decode())


def render_error_pages() -> list[Page]:
    """Return the pages of errors, which have no address."""
    pages = []
    for error in (ValueError(), OperationalError()):
        try:
            raise error
        except Exception:
            answer = server_error(RequestFactory().get("/"))
        pages.append(convert_to_page(answer))
    for view in (bad_request, permission_denied):
        answer = view(RequestFactory().get("/"), ValueError())
        pages.append(convert_to_page(answer))
    return pages
