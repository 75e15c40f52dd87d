"""Where a second factor is required, nobody works at the desk without it."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.operating.second_factor import enrol

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "editor", "a long enough pass phrase"


@pytest.fixture(autouse=True)
def required(settings):
    """Require a second factor, as production does."""
    settings.SECOND_FACTOR = True


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
    enrol(user)
    for code in ("", "000000", "wrong"):
        browser, answer = sign_in(code)
        assert answer.status_code == 200
        assert browser.get("/admin/").status_code == 302


def test_the_code_of_the_app_does_once(user):
    enrol(user)
    code = code_of(user)
    browser, answer = sign_in(code)
    assert answer.status_code == 302
    assert browser.get("/admin/").status_code == 200
    assert "not right, or was used already" in sign_in(code)[1].text


def test_a_backup_code_does_once(user):
    _address, codes = enrol(user)
    for code in codes[:2]:
        assert sign_in(code)[0].get("/admin/").status_code == 200
    assert sign_in(codes[0])[0].get("/admin/").status_code == 302


def test_a_code_without_the_password_does_not(user):
    enrol(user)
    assert sign_in(code_of(user), "wrong")[0].get("/admin/").status_code == 302


def test_who_is_not_enrolled_is_told_whom_to_ask(user):
    assert "Ask an administrator to enrol you" in sign_in("123456")[1].text


def test_a_session_from_before_the_rule_does_not_do(user):
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert browser.get("/admin/").status_code == 302


def test_the_command_enrols_the_first_administrator(user):
    said = io.StringIO()
    call_command("enrol", NAME, stdout=said)
    assert "otpauth://totp/" in said.getvalue()
    backup = said.getvalue().split()[-1]
    assert sign_in(backup)[0].get("/admin/").status_code == 200
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("enrol", "nobody")


def test_enrolling_again_ends_what_was_there(user):
    _address, old = enrol(user)
    enrol(user)
    assert sign_in(old[0])[0].get("/admin/").status_code == 302


def test_a_trial_on_one_machine_asks_for_none(user, settings):
    settings.SECOND_FACTOR = False
    browser = Client()
    assert 'name="code"' not in browser.get("/admin/login/").text
    assert (
        browser.post("/admin/login/", {"username": NAME, "password": PASSWORD}).status_code == 302
    )
    assert browser.get("/admin/").status_code == 200
