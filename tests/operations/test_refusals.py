"""What was refused stands in the log, in one line that nobody can break; weaknesses have a door."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from catalogue.operations.log_formatters import PlainFormatter

pytestmark = pytest.mark.django_db


def desk(name="editor", group="Editors") -> Client:
    """Return the browser of somebody who works at the desk."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_who_may_not_do_what_stands_in_the_log(caplog):
    assert desk().get("/admin/auth/user/").status_code == 403
    assert "editor may not GET '/admin/auth/user/'." in caplog.text


def test_who_may_not_enter_the_desk_stands_in_the_log(caplog):
    client = desk("reader", "")
    User.objects.update(is_staff=False)
    client.get("/admin/", follow=True)
    assert "reader was not let into the desk." in caplog.text


def test_a_form_from_elsewhere_is_refused_in_words_and_stands_in_the_log(caplog):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "Not saved: you were signed out meanwhile" in answer.text
    assert "<style" not in answer.text
    assert "Forbidden (CSRF cookie not set.): /admin/login/" in caplog.text


def test_what_somebody_sends_cannot_begin_a_line_of_its_own():
    sent = "x\n2026-01-01 INFO admin signed in\r\x1b[2J\u2028\x85end"
    record = logging.LogRecord("a", logging.INFO, __file__, 1, "Refused %s.", (sent,), None)
    line = PlainFormatter("%(message)s").format(record)
    assert line == r"Refused x\n2026-01-01 INFO admin signed in\r\x1b[2J\u2028\x85end."


def test_a_name_with_a_line_break_is_written_as_one(caplog):
    words = {"username": "x\nadmin signed in", "password": "wrong"}
    Client().post("/admin/login/", words)
    assert r"Sign-in as 'x\nadmin signed in' refused" in caplog.text


class TestSecurityTxt:
    """Who finds a weakness learns whom to tell."""

    def test_it_names_the_contact_and_does_not_run_out(self, settings):
        settings.SECURITY_CONTACT = "mailto:security@example.org"
        answer = Client().get("/.well-known/security.txt")
        lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert lines["Contact"] == "mailto:security@example.org"
        assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
        left = datetime.fromisoformat(lines["Expires"]) - datetime.now(UTC)
        assert timedelta(days=170) < left < timedelta(days=365)

    def test_without_a_contact_there_is_none(self):
        assert Client().get("/.well-known/security.txt").status_code == 404


def test_a_former_secret_key_keeps_sessions_until_it_is_taken_away(settings):
    client = desk()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert client.get("/admin/").status_code == 200
    signed = signing.dumps("x", key=settings.SECRET_KEY)
    settings.SECRET_KEY_FALLBACKS = []
    assert signing.loads(signed) == "x"
    fresh = Client()
    fresh.cookies["sessionid"] = Session.objects.get().session_key
    settings.SECRET_KEY = "m" * 50
    assert fresh.get("/admin/").status_code == 302
