"""Passwords may hold anything, and be long; what others guess or know already is refused."""

import re
import threading
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client

from catalogue.operations.password_validators import (
    CONTEXT_WORDS,
    count_parts,
    load_common_passwords,
)
from config import env


def refused(password: str, user=None) -> bool:
    """Say whether a password is refused."""
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "passwordpassword",
        "qwertyqwertyqwerty",
        "123456789123456789",
        "iloveyou-iloveyou2",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "unoct-2026-catalogue",
        "Counter-Terrorism 2026!",
        "GoodPracticesEditor",
    ],
)
def test_what_is_short_or_easy_to_guess_is_refused(password):
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "jX9-dk2Fzq0LmPw",
        "lowercaseonly brick lantern orchid",
        "482910573648201",
        "пароль из четырёх слов",
        "  blanks at both ends count  ",
        "🦉" * 3 + " owls over the quiet harbour",
        "brick lantern orchid " * 6,
        "x7" + "kqzvw" * 20 + "plm",
    ],
)
def test_anything_else_of_fifteen_characters_is_taken_whatever_it_is_made_of(password):
    assert not refused(password)


def test_common_passwords_of_the_length_that_we_ask_for_are_refused_in_their_thousands():
    """Those who need fifteen characters double a common password, or add another one."""
    words = [word for word in sorted(load_common_passwords()) if 8 <= len(word) <= 16]
    made = {word + word for word in words} | {word + "1234567" for word in words}
    assert len(made) > 3_000
    assert [each for each in made if count_parts(each) >= 4] == []


def test_a_name_is_no_password():
    user = User(username="katherine.johnson.un", first_name="Katherine", last_name="Johnson")
    assert refused("katherine.johnson.un", user)


def test_words_of_the_catalogue_stand_in_the_document():
    text = (configured.ROOT / "docs/security.md").read_text()
    listed = re.search(r"words of the catalogue \(([^)]*)\)", text)[1]
    assert tuple(re.findall(r"\w+", listed)) == CONTEXT_WORDS


@pytest.mark.django_db
def test_a_password_is_taken_as_it_was_typed():
    long = "  Brick lantern orchid " * 5
    user = User.objects.create_user("editor", password=long, is_staff=True)
    for typed, status in ((long, 302), (long.strip(), 200), (long.lower(), 200), (long[:72], 200)):
        answer = Client().post("/admin/login/", {"username": "editor", "password": typed})
        assert answer.status_code == status, typed
    assert user.check_password(long)


class Service(BaseHTTPRequestHandler):
    """Knows one breached password, and pads as the real one does."""

    asked: list[str]
    known = sha1(b"brick lantern orchid", usedforsecurity=False).hexdigest().upper()

    def do_GET(self):
        self.asked.append(self.path)
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.replace("/moved/", "/range/"))
            self.end_headers()
            return
        if self.path == "/range/" + self.known[:5]:
            body = f"{'0' * 35}:2\r\n{self.known[5:]}:7\r\n".encode()
        else:
            padded = sha1(b"padded lantern orchid", usedforsecurity=False).hexdigest().upper()
            body = f"{padded[5:]}:0\r\n".encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def service(settings):
    """Run a service of breached passwords, and have it asked."""
    Service.asked = []
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.BREACHED_PASSWORDS = f"http://127.0.0.1:{server.server_port}/range/"
    yield Service
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_breached_password_is_refused_and_five_characters_are_all_that_is_told(service):
    assert refused("brick lantern orchid")
    assert not refused("brick lantern orchids")
    assert not refused("padded lantern orchid")
    assert all(re.fullmatch(r"/range/[0-9A-F]{5}", path) for path in service.asked)
    assert len(service.asked) == 3


def test_a_service_that_does_not_answer_stops_nobody_and_stands_in_the_log(settings, caplog):
    settings.BREACHED_PASSWORDS = "http://127.0.0.1:9/range/"
    assert not refused("brick lantern orchid")
    assert refused("passwordpassword")
    assert "The service of breached passwords did not answer" in caplog.text


def test_a_service_that_sends_one_on_is_not_followed(service, settings, caplog):
    settings.BREACHED_PASSWORDS = settings.BREACHED_PASSWORDS.replace("/range/", "/moved/")
    assert not refused("brick lantern orchid")
    assert len(service.asked) == 1
    assert "302" in caplog.text


def test_nobody_is_asked_where_no_service_is_set():
    assert configured.BREACHED_PASSWORDS == ""


def test_the_service_is_asked_over_https_only(monkeypatch):
    monkeypatch.setenv("BREACHED_PASSWORDS", "http://plain.example/")
    with pytest.raises(ImproperlyConfigured, match="does not begin with https"):
        env.read_setting("BREACHED_PASSWORDS", "", parse=env.parse_https_url)
