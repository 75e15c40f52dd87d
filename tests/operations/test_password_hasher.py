"""Hashing passwords is expensive: few at a time, and none that is too long."""

import io
import threading

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice

from catalogue.db.transactions import ServerBusy, take_slot
from catalogue.operations import password_hasher, password_validators
from catalogue.operations.login import build_invitation_link
from catalogue.operations.password_hasher import MAX_PASSWORD_LENGTH, BoundedPasswordHasher
from catalogue.operations.second_factor import hash_backup_code, replace_backup_codes
from tests.operations.invitations import open_invitation
from tools.servers import wait_until

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "admin", "brick lantern orchid quay"
LONG = "brick lantern orchid " * 30_000  # 600 kB
SIGN_IN = {"username": NAME, "password": PASSWORD}


@pytest.fixture
def user():
    """Make an administrator."""
    return User.objects.create_superuser(NAME, password=PASSWORD)


@pytest.fixture
def browser(user):
    """Return the browser of the administrator, who has just signed in."""
    client = Client(raise_request_exception=False)
    client.post("/admin/login/", SIGN_IN)
    return client


class TestBusy:
    """One password is hashed at a time, one more waits, and all others are sent away."""

    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch):
        """Wait for nobody."""
        monkeypatch.setattr(password_hasher, "MAX_WAIT", 0)

    @pytest.mark.parametrize("slots", ["_turn", "_places"])
    def test_who_finds_no_place_or_waits_too_long_is_told_when_to_come_back(
        self, slots, user, caplog
    ):
        semaphore = getattr(password_hasher, slots)
        taken = [semaphore.acquire() for _ in range(semaphore._value)]
        try:
            answer = Client(raise_request_exception=False).post("/admin/login/", SIGN_IN)
        finally:
            semaphore.release(len(taken))
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "passwords checked" in answer.text
        assert "try again in 30 seconds" in answer.text
        assert "Traceback" not in caplog.text
        assert Client().post("/admin/login/", SIGN_IN).status_code == 302

    def test_whatever_hashes_takes_a_turn(self, user, browser, settings):
        settings.SECOND_FACTOR = False
        chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        link = Client(raise_request_exception=False)
        form = open_invitation(link, build_invitation_link(User.objects.get()))["Location"]
        with take_slot(password_hasher._turn):
            answers = [
                browser.post("/admin/confirm/", {"password": PASSWORD}),
                browser.post("/admin/password_change/", chosen | {"old_password": PASSWORD}),
                link.post(form, chosen),
            ]
            with pytest.raises(ServerBusy):
                hash_backup_code("salt", "code")
            with pytest.raises(ServerBusy):
                replace_backup_codes(user)
        assert [answer.status_code for answer in answers] == [503] * 3
        assert not StaticDevice.objects.exists()


def test_one_more_waits_and_is_served():
    found = []
    second = threading.Thread(target=lambda: found.append(make_password(PASSWORD)))
    with take_slot(password_hasher._turn):
        second.start()
        wait_until(lambda: password_hasher._places._value == 1, lambda: "it took no place")
        assert found == []
    second.join()
    assert check_password(PASSWORD, *found)


class TestLength:
    """What is too long is refused in words before anything looks at it."""

    @pytest.fixture(autouse=True)
    def blind(self, user, browser, monkeypatch):
        """Fail where a long password would be looked at."""

        def refuse(text, *args):
            assert len(text) <= MAX_PASSWORD_LENGTH
            return 4

        monkeypatch.setattr(password_validators, "count_parts", refuse)
        monkeypatch.setattr(password_validators, "is_breached", refuse)

    def test_the_longest_is_taken(self):
        longest = LONG[:MAX_PASSWORD_LENGTH]
        assert check_password(longest, make_password(longest))

    def test_signing_in(self):
        for name in (NAME, "nobody"):
            answer = Client().post("/admin/login/", {"username": name, "password": LONG})
            assert "A password has at most 1,024 characters." in answer.text

    def test_forms(self, user, browser, settings):
        settings.BREACHED_PASSWORDS = "https://breached.example/"
        chosen = {"new_password1": LONG, "new_password2": LONG}
        link = Client()
        form = open_invitation(link, build_invitation_link(User.objects.get()))["Location"]
        answers = [
            browser.post("/admin/confirm/", {"password": LONG}),
            browser.post("/admin/password_change/", chosen | {"old_password": PASSWORD}),
            browser.post("/admin/password_change/", chosen | {"old_password": LONG}),
            link.post(form, chosen),
        ]
        for answer in answers:
            assert answer.status_code == 200
            errors = answer.text.partition("errorlist")[2]
            assert "A password has at most 1,024 characters." in errors

    def test_commands(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", LONG)
        words = {"username": "other", "email": "", "interactive": False, "stdout": io.StringIO()}
        with pytest.raises(CommandError, match="at most 1,024 characters"):
            call_command("createsuperuser", **words)
        with pytest.raises(ValidationError):
            make_password(LONG)


def test_passwords_of_earlier_versions_are_still_right():
    assert BoundedPasswordHasher.algorithm == "pbkdf2_sha256"
