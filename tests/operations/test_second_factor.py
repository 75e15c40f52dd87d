"""Where a second factor is required, nobody works at the desk without it."""

import hashlib
import io
import re
from functools import partial
from hashlib import pbkdf2_hmac
from threading import BoundedSemaphore

import pytest
from axes.models import AccessAttempt
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.operations import password_hasher, second_factor
from catalogue.operations.second_factor import enrol_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor_required")]
NAME, PASSWORD = "editor", "a long enough pass phrase"
REFUSED = "The name, the password or the code is not right."


@pytest.fixture
def user():
    """Make somebody who works at the desk."""
    return User.objects.create_user(NAME, password=PASSWORD, is_staff=True, is_superuser=True)


def sign_in(code, password=PASSWORD):
    """Sign in with a code; return the browser and the answer."""
    browser = Client()
    words = {"username": NAME, "password": password, "code": code}
    return browser, browser.post("/admin/login/", words)


def code_of(user) -> str:
    """Return the code that the app of a user shows now."""
    device = TOTPDevice.objects.get(user=user)
    return (
        f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"
    )


def test_a_password_alone_lets_nobody_in(user):
    enrol_user(user)
    for code in ("", "000000", "wrong"):
        browser, answer = sign_in(code)
        assert answer.status_code == 200
        assert browser.get("/admin/").status_code == 302


def test_the_code_of_the_app_does_once(user):
    enrol_user(user)
    code = code_of(user)
    browser, answer = sign_in(code)
    assert answer.status_code == 302
    assert browser.get("/admin/").status_code == 200
    assert REFUSED in sign_in(code)[1].text


def test_a_backup_code_does_once(user):
    _address, codes = enrol_user(user)
    for code in codes[:2]:
        assert sign_in(code)[0].get("/admin/").status_code == 200
    assert sign_in(codes[0])[0].get("/admin/").status_code == 302


def test_a_code_without_the_password_does_not(user):
    enrol_user(user)
    assert sign_in(code_of(user), "wrong")[0].get("/admin/").status_code == 302


def test_who_is_not_enrolled_is_told_whom_to_ask_as_everybody_is(user, caplog):
    assert "ask an administrator" in sign_in("123456")[1].text
    assert "refused from 127.0.0.1: wrong code, or no second factor." in caplog.text


def test_a_session_from_before_the_rule_does_not_do(user):
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert browser.get("/admin/").status_code == 302


def test_the_command_enrols_the_first_administrator(user):
    said = io.StringIO()
    call_command("enrol_second_factor", NAME, stdout=said)
    assert "otpauth://totp/" in said.getvalue()
    backup = said.getvalue().split()[-1].upper()  # as somebody may type it
    assert sign_in(backup)[0].get("/admin/").status_code == 200
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("enrol_second_factor", "nobody")


def test_enrolling_again_ends_what_was_there(user):
    _address, old = enrol_user(user)
    enrol_user(user)
    assert sign_in(old[0])[0].get("/admin/").status_code == 302


def test_a_trial_on_one_machine_asks_for_none(user, settings):
    settings.SECOND_FACTOR = False
    browser = Client()
    assert 'name="code"' not in browser.get("/admin/login/").text
    assert (
        browser.post("/admin/login/", {"username": NAME, "password": PASSWORD}).status_code == 302
    )
    assert browser.get("/admin/").status_code == 200


def test_backup_codes_are_kept_as_digests_with_a_salt_of_their_own(user):
    _address, codes = enrol_user(user)
    again = set(StaticToken.objects.values_list("token", flat=True))
    assert len(again) == len(codes) == 10
    assert not again & {code.replace("-", "") for code in codes}
    device = StaticToken.objects.first().device
    assert {
        second_factor.hash_backup_code(device.name, code.replace("-", "")) for code in codes
    } == again
    assert second_factor.hash_backup_code("another salt", codes[0].replace("-", "")) not in again


def test_a_digest_takes_as_long_as_that_of_a_password(monkeypatch):
    monkeypatch.undo()
    assert second_factor.HASH_ROUNDS >= 600_000


class CountedTurns(BoundedSemaphore):
    """Counts who takes the turn."""

    count = 0

    def acquire(self, *args, **kwargs):
        """Count, and go on."""
        self.count += 1
        return super().acquire(*args, **kwargs)


def note_hashing(noted, *args, **kwargs):
    """Hash something, and note it."""
    noted.append(args)
    return pbkdf2_hmac(*args, **kwargs)


def enrol(user):
    enrol_user(user)


def wait_after_a_wrong_code(user):
    enrol_user(user)
    throttled = {"throttling_failure_count": 5, "throttling_failure_timestamp": timezone.now()}
    TOTPDevice.objects.update(**throttled)
    StaticDevice.objects.update(**throttled)


def leave_the_desk(user):
    enrol_user(user)
    User.objects.update(is_staff=False)


def have_no_second_factor(user):
    """Do nothing: nobody has one at first."""


@pytest.mark.parametrize(
    ("code", "hashings"), [("", 2), ("000000", 1), ("wrongwrong", 2), ("x" * 30, 2)]
)
@pytest.mark.parametrize(
    "prepare", [enrol, wait_after_a_wrong_code, leave_the_desk, have_no_second_factor]
)
def test_nobody_learns_that_a_password_was_right(prepare, code, hashings, user, monkeypatch):
    """Neither from the answer nor from the time: as much is hashed in every case."""
    prepare(user)
    found = []
    tried = {
        "192.0.2.1": (NAME, PASSWORD),
        "192.0.2.2": (NAME, "wrong"),
        "192.0.2.3": ("nobody", "x"),
    }
    for address, (name, password) in tried.items():
        turns, hashed = CountedTurns(1), []
        monkeypatch.setattr(password_hasher, "_turn", turns)
        for module in (hashlib, second_factor):
            monkeypatch.setattr(module, "pbkdf2_hmac", partial(note_hashing, hashed))
        sent = {"username": name, "password": password, "code": code}
        browser = Client(REMOTE_ADDR=address)
        answers = [browser.post("/admin/login/", sent) for _ in range(5)]
        page = re.sub(r'value="(\w{64}|editor|nobody)"', "", answers[0].text)
        statuses = [each.status_code for each in answers]
        found.append((statuses, page, turns.count, len(hashed)))
    assert found[0] == found[1] == found[2]
    statuses, page, turns, count = found[0]
    assert statuses == [200] * 4 + [429]
    assert REFUSED in page
    assert (turns, count) == (5, 5 * hashings)


def test_wrong_codes_close_the_sign_in_as_wrong_passwords_do(user, caplog):
    enrol_user(user)
    assert [sign_in("000000")[1].status_code for _ in range(5)] == [200] * 4 + [429]
    assert sign_in(code_of(user))[1].status_code == 429
    assert "Sign-in as 'editor' refused from 127.0.0.1: wrong code," in caplog.text
    assert "Sign-in as 'editor' from 127.0.0.1 is closed for a while." in caplog.text
    assert not AccessAttempt.objects.filter(post_data__contains="000000").exists()


def test_after_a_wrong_code_one_has_to_wait(user):
    _address, codes = enrol_user(user)
    sign_in("wrong")
    assert sign_in(codes[0])[1].status_code == 200
    StaticDevice.objects.update(throttling_failure_timestamp="2020-01-01T00:00Z")
    assert sign_in(codes[0])[1].status_code == 302


def test_the_log_says_with_what_somebody_signed_in(user, caplog):
    _address, codes = enrol_user(user)
    with caplog.at_level("INFO", logger="catalogue.operations.sessions"):
        sign_in(code_of(user))
        sign_in(codes[0])
    assert "editor signed in from 127.0.0.1 with a password and the app." in caplog.text
    assert "editor signed in from 127.0.0.1 with a password and a backup code." in caplog.text
    assert codes[0] not in caplog.text


def test_enrolling_ends_the_sessions_that_were_open(user, settings):
    settings.SECOND_FACTOR = False
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    enrol_user(user)
    assert browser.get("/admin/").status_code == 302


def test_the_desk_shows_no_secret_of_a_second_factor():
    kinds = {model._meta.app_label for model in site._registry}
    assert not kinds & {"otp_totp", "otp_static", "axes"}
    assert "auth" in kinds
