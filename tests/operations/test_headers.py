"""Every address and every kind of answer carries the headers that protect who reads it."""

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.test import Client
from django.urls import Resolver404, resolve

from catalogue.imports.refusals import MAX_FILE_BYTES
from catalogue.operations import middleware
from tests.operations.routes import routes
from tests.world import World

pytestmark = pytest.mark.django_db

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "object-src 'none'",
    "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


@pytest.fixture(autouse=True)
def https(settings):
    """Have what production has only over https."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


def browser(**more) -> Client:
    """Return a browser that gets what a reader would get, also where something fails."""
    return Client(raise_request_exception=False, **more)


def lacking(answer) -> list[str]:
    """Return what an answer lacks of what every answer has to carry."""
    found = [name for name, value in EXACT.items() if answer.get(name) != value]
    if {each.strip() for each in answer.get("Content-Security-Policy", "").split(";")} != POLICY:
        found.append("Content-Security-Policy")
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/") and "charset" not in kind:
        found.append("charset")
    return found + [name for name in answer.headers if name.startswith("Access-Control")]


def leads_somewhere(address: str) -> bool:
    """Say whether an address has a view."""
    try:
        return bool(resolve(address))
    except Resolver404:
        return False


def test_the_walk_finds_every_room_and_what_is_nested():
    found = set(routes())
    assert {"/", "/practices/", "/practices.csv", "/health/live", "/admin/login/"} <= found
    assert "/admin/catalogue/practice/x/change/" in found
    assert len(found) > 150
    assert [each for each in found if not leads_somewhere(each)] == []


@pytest.mark.parametrize("method", METHODS)
def test_every_route_answers_a_reader_with_all_headers_and_no_cookie(method):
    client, faults, reached = browser(), {}, set()
    for address in routes():
        answer = client.generic(method, address, secure=True)
        reached.add(answer.status_code)
        if found := lacking(answer) + [f"cookie {name}" for name in answer.cookies]:
            faults[address] = found
        if address.startswith("/admin/") and "no-store" not in answer.get("Cache-Control", ""):
            faults[address] = ["no-store"]
    # Their forms have to know that they were sent from here.
    form = {path: ["cookie csrftoken"] for path in ("/admin/login/", "/admin/password/")}
    assert faults == ({} if method == "OPTIONS" else form)
    assert 500 not in reached


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_of_the_desk_answers_those_who_work_there_with_all_headers(method):
    client, faults = browser(), {}
    client.force_login(User.objects.create_superuser("admin"))
    desk = [address for address in routes() if address.startswith("/admin/")]
    for address in sorted(desk, key=lambda each: "logout" in each):  # the last one signs out
        answer = client.generic(method, address, secure=True)
        found = lacking(answer) + ["no-store"] * ("no-store" not in answer["Cache-Control"])
        if found or answer.status_code >= 500:
            faults[address] = [answer.status_code, *found]
    assert faults == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
def test_a_method_that_nothing_here_takes_is_refused(method):
    for address in ("/", "/practices/", "/admin/login/", "/health/live", "/static/css/base.css"):
        assert browser().generic(method, address).status_code == 405
    assert browser().post("/practices/").status_code == 405


def away(execute, sql, params, many, context):
    """Fail as a database that is away does."""
    raise OperationalError("server closed the connection unexpectedly")


def test_what_fails_carries_them_too(monkeypatch, settings):
    def fail(request):
        raise ValueError("an inner word")

    answers = {
        404: browser().get("/nothing/", secure=True),
        400: browser().get("/practices/", secure=True, headers={"host": "elsewhere.example"}),
        405: browser().post("/", secure=True),
        403: browser(enforce_csrf_checks=True).post("/admin/login/", secure=True),
    }
    with connection.execute_wrapper(away):
        answers[503] = browser().get("/", secure=True)
    monkeypatch.setattr("catalogue.pages.middleware.is_public_page", fail)
    answers[500] = browser().get("/", secure=True)
    assert {status: answer.status_code for status, answer in answers.items()} == {
        status: status for status in answers
    }
    assert {status: lacking(answer) for status, answer in answers.items()} == {
        status: [] for status in answers
    }


def test_over_http_one_is_led_to_https_with_all_but_what_http_cannot_say(settings):
    settings.SECURE_SSL_REDIRECT = True
    for address in ("/", "/practices.csv", "/admin/login/", "/static/css/base.css"):
        answer = browser().get(address)
        assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{address}")
        assert lacking(answer) == ["Strict-Transport-Security"]
    # A host that is not ours is led nowhere.
    answer = browser().get("/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, lacking(answer)) == (400, ["Strict-Transport-Security"])


def test_a_program_that_watches_is_not_led_on(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^health/"]
    assert browser().get("/health/live").status_code == 200


def test_static_files_and_files_of_records_carry_them():
    World(2)
    assert finders.find("css/base.css")
    for address in ("/static/css/base.css", "/practices.csv", "/practices.xlsx", "/robots.txt"):
        answer = browser().get(address, secure=True)
        assert (answer.status_code, lacking(answer)) == (200, []), address


def test_what_is_larger_than_any_file_we_take_is_refused_unread():
    assert (
        middleware.MAX_REQUEST_BYTES > 1.5 * MAX_FILE_BYTES
    )  # a little too large is said in the form
    for length, status in (
        (middleware.MAX_REQUEST_BYTES + 1, 413),
        (middleware.MAX_REQUEST_BYTES, 302),
    ):
        answer = browser().post("/admin/", CONTENT_LENGTH=str(length), secure=True)
        assert (answer.status_code, lacking(answer)) == (status, [])
