"""An editor's session ends after a time, with a new password, and when the account is closed."""

import logging
import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from catalogue.operations.sessions import MAX_SESSION_SECONDS, get_client_address

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "editor", "a long enough pass phrase"


@pytest.fixture
def user():
    """Make somebody who works at the desk."""
    return User.objects.create_user(NAME, password=PASSWORD, is_staff=True, is_superuser=True)


@pytest.fixture
def browser(user):
    """Return the browser of somebody who has just signed in."""
    client = Client()
    answer = client.post("/admin/login/", {"username": NAME, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(browser) -> bool:
    """Say whether a browser is let into the desk."""
    return browser.get("/admin/").status_code == 200


def test_a_session_ends_after_twelve_hours_however_busy(browser, monkeypatch):
    now = time.time()
    monkeypatch.setattr(
        "catalogue.operations.sessions.time.time", lambda: now + MAX_SESSION_SECONDS - 60
    )
    assert is_in(browser)
    monkeypatch.setattr(
        "catalogue.operations.sessions.time.time", lambda: now + MAX_SESSION_SECONDS + 60
    )
    assert not is_in(browser)


def test_an_editor_who_is_seen_keeps_the_session_for_eight_hours_more(browser, monkeypatch):
    assert "sessionid" not in browser.get("/admin/").cookies  # seen a moment ago
    now = time.time()
    monkeypatch.setattr("catalogue.operations.sessions.time.time", lambda: now + 6 * 60)
    assert browser.get("/admin/").cookies["sessionid"]["max-age"] == 8 * 60 * 60


def test_a_new_password_ends_the_sessions(browser, user):
    assert is_in(browser)
    user.set_password("another long pass phrase")
    user.save()
    assert not is_in(browser)


def test_a_closed_account_ends_the_sessions(browser, user):
    user.is_active = False
    user.save()
    assert not is_in(browser)


def test_what_is_left_of_old_sessions_goes_when_somebody_signs_in(browser):
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    old = Session.objects.get().pk
    Client().post("/admin/login/", {"username": NAME, "password": PASSWORD})
    assert Session.objects.exclude(pk=old).count() == Session.objects.count() == 1


def test_a_reader_gets_no_cookie():
    for path in ("/", "/practices/", "/nothing/", "/practices.csv"):
        assert not Client().get(path).cookies


@pytest.mark.parametrize("key", ["x", "a" * 32, "\xe9" * 32, '"aaaaaaaaaaaa\\000"', "' OR 1=1 --"])
def test_a_session_that_nobody_began_is_none_and_ends_silently(key, caplog):
    browser = Client(headers={"cookie": f"sessionid={key}"})
    with caplog.at_level(logging.INFO, logger="catalogue.operations.sessions"):
        assert browser.get("/admin/").status_code == 302
        assert browser.get("/practices/").status_code == 200
    assert not caplog.records


def test_signing_in_and_out_and_refusals_stand_in_the_log_without_the_password(user, caplog):
    client = Client()
    with caplog.at_level(logging.INFO, logger="catalogue.operations.sessions"):
        client.post("/admin/login/", {"username": NAME, "password": "wrong-secret"})
        client.post("/admin/login/", {"username": NAME, "password": PASSWORD})
        client.post("/admin/logout/")
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "Sign-in as 'editor' refused from 127.0.0.1: wrong name or password." in said
    assert "editor signed in from 127.0.0.1 with a password only." in said
    assert "editor signed out." in said
    assert "secret" not in said
    assert PASSWORD not in said


def attempt(name, password, address="192.0.2.1"):
    """Try to sign in from an address, and return the status of the answer."""
    browser = Client(REMOTE_ADDR=address)
    return browser.post("/admin/login/", {"username": name, "password": password}).status_code


def test_five_wrong_passwords_close_the_sign_in_for_that_name_and_address_only(user):
    User.objects.create_user("other", password=PASSWORD, is_staff=True)
    for _ in range(4):
        assert attempt(NAME, "wrong") == 200
    assert attempt(NAME, "wrong") == 429
    assert attempt(NAME, PASSWORD) == 429
    assert attempt(NAME, PASSWORD, "192.0.2.2") == 302
    assert attempt("other", PASSWORD) == 302


def test_a_name_that_does_not_exist_is_closed_alike(user):
    statuses = [attempt("nobody", "wrong") for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_the_right_password_forgives_the_wrong_ones_before(user):
    for _ in range(3):
        attempt(NAME, "wrong")
    assert attempt(NAME, PASSWORD) == 302
    assert [attempt(NAME, "wrong") for _ in range(4)] == [200] * 4


def test_the_address_is_taken_from_the_proxy_in_production_only(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert get_client_address(request) == "127.0.0.1"
    settings.IN_PRODUCTION = True
    assert get_client_address(request) == "198.51.100.7"
