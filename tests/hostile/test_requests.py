"""Whatever is asked at a public address, the answer is a page, a file or an explanation."""

import io
import zipfile

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.factories import make_event, make_organization, make_practice, make_resolution
from tests.hostile import REQUESTS, addresses
from tests.world import World

pytestmark = pytest.mark.django_db

ANSWERS = {200, 301, 302, 304, 400, 404, 405, 410, 412, 414}
MOST_BYTES = 2_000_000  # the longest page of a catalogue of two records of everything has 100,000
SECRET = "zqsecret"
client = Client(raise_request_exception=True)


@pytest.fixture(scope="module")
def routes(django_db_setup, django_db_blocker):
    """Make a small catalogue with a draft of each noun, and return its addresses."""
    contact = override_settings(SECURITY_CONTACT="mailto:a@example.org")
    with django_db_blocker.unblock(), transaction.atomic(), contact:
        world = World(2)
        for make, name in (
            (make_practice, "title"), (make_event, "title"),
            (make_organization, "name"), (make_resolution, "title"),
        ):  # fmt: skip
            make(**{name: f"{SECRET} {name}", "summary": SECRET, "status": "draft"})
        yield addresses.routes(world)
        transaction.set_rollback(True)


def ask(method: str, path: str, query: str = "", headers=None):
    """Send a request, and return the answer with all of its body."""
    headers = {f"HTTP_{name.upper().replace('-', '_')}": v for name, v in (headers or {}).items()}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if f"HTTP_{name}" in headers:
            headers[name] = headers.pop(f"HTTP_{name}")
    response = client.generic(method, path, QUERY_STRING=query, **headers)
    client.cookies.clear()
    return response, response.getvalue()


def readable(body: bytes) -> bytes:
    """Return the texts of a workbook, and anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_every_public_address_answers_with_right_values(routes):
    statuses = {each.name: ask("GET", each.right)[0].status_code for each in routes}
    redirected = {"practice-permalink", "event-permalink"}
    assert statuses == {each: 301 if each in redirected else 200 for each in statuses}
    assert len(statuses) == len(addresses.patterns())


def test_no_address_asks_for_a_parameter_that_is_not_tried(routes, monkeypatch):
    asked = set()

    class Noting(QueryDict):
        """Notes the names that are asked for."""

        def __getitem__(self, name):
            asked.add(name)
            return super().__getitem__(name)

        def getlist(self, name, default=None):
            asked.add(name)
            return super().getlist(name, default)

    get = property(lambda request: Noting(request.META.get("QUERY_STRING", "")))
    monkeypatch.setattr(WSGIRequest, "GET", get)
    for each in routes:
        asked.clear()
        ask("GET", each.right)
        assert asked <= {*each.query}, each.name


@settings(
    max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_no_request_is_a_fault(routes, data):
    method, path, query, headers = data.draw(addresses.requests(routes))
    response, body = ask(method, path, query, headers)
    event(f"answered {response.status_code}")
    assert response.status_code in ANSWERS
    assert len(body) < MOST_BYTES
    assert b"Traceback" not in body
    assert SECRET.encode() not in readable(body)
    if method not in ("GET", "HEAD"):
        assert response.status_code in (400, 405)
    if method == "HEAD":
        assert body == b""
