"""Whoever has no second factor sets it up in the browser, right after choosing a password."""

import re
import time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.operations.login import RECENT_LOGIN_SECONDS, build_invitation_link
from catalogue.operations.second_factor import SET_UP_SECONDS, enrol_user
from tests.operations.invitations import compute_code, open_invitation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_factor_required")]
PASSWORD = "quite another pass phrase"
APP, CODES = "/admin/second-factor/", "/admin/backup-codes/"


@pytest.fixture
def user():
    """Make an account without a password, as the desk does."""
    return User.objects.create_user("editor", is_staff=True, is_superuser=True)


@pytest.fixture
def browser(user):
    """Return the browser of a user who has just chosen a password by an invitation."""
    return invited(user)


def invited(user) -> Client:
    """Choose a password by an invitation; return the browser."""
    browser = Client()
    address = open_invitation(browser, build_invitation_link(user))["Location"]
    sent = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert browser.post(address, sent)["Location"] == "/admin/login/"
    return browser


def read_key(page: str) -> str:
    """Return the key that a page shows for typing."""
    return re.search(r">([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")


def read_codes(page: str) -> list[str]:
    """Return the backup codes that a page shows."""
    return re.findall(r"<li><code>([a-z2-7]{5}-[a-z2-7]{5})</code></li>", page)


def confirm(browser):
    """Type the code that an app with the offered key shows."""
    code = compute_code(read_key(browser.get(APP).text))
    return code, browser.post(APP, {"code": code})


def sign_in(code):
    """Sign in with a code; return the browser."""
    browser = Client()
    browser.post("/admin/login/", {"username": "editor", "password": PASSWORD, "code": code})
    return browser


def test_the_set_up_leads_from_the_invitation_to_the_desk(user, browser, caplog):
    with caplog.at_level("INFO"):
        code, answer = confirm(browser)
        codes = read_codes(answer.text)
        assert len(codes) == 10
        end = browser.post(CODES, {"stored": "1"}, follow=True)
    assert "Your second factor is set up." in end.text
    assert end.request["PATH_INFO"] == "/admin/"
    for line in ("set up a second factor.", "made new backup codes.", "has stored the backup"):
        assert f"editor {line}" in caplog.text
    key = TOTPDevice.objects.get(user=user).key
    assert not [each for each in (code, key, *codes) if each in caplog.text]
    assert sign_in(codes[0]).get("/admin/").status_code == 200
    assert sign_in(code).get("/admin/").status_code == 302, "the code of the set-up is used up"


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/account/", "/admin/password_change/", "/admin/catalogue/practice/add/"],
)
def test_nothing_else_can_be_done_before(browser, address):
    for page in (APP, CODES):
        assert browser.get(address, follow=True).request["PATH_INFO"] == page
        assert browser.post(address, follow=True).request["PATH_INFO"] == page
        confirm(browser) if page == APP else None


def test_the_backup_codes_come_after_the_app_and_can_be_made_again(browser):
    assert browser.post(CODES, {"stored": "1"})["Location"] == APP
    first = read_codes(confirm(browser)[1].text)
    assert browser.get(APP)["Location"] == CODES
    assert read_codes(browser.get(CODES).text) == []
    second = read_codes(browser.post(CODES).text)
    browser.post(CODES, {"stored": "1"})
    assert sign_in(first[0]).get("/admin/").status_code == 302
    assert StaticToken.objects.count() == len(second) == 10


def test_a_password_alone_leads_nobody_there(browser):
    """Not even that of an account without a second factor: somebody may have stolen it."""
    other = sign_in("")
    for address in (APP, CODES):
        assert other.get(address)["Location"].startswith("/admin/login/")
        assert other.post(address, {"code": "123456"})["Location"].startswith("/admin/login/")


def test_who_has_a_second_factor_keeps_it_and_signs_in_with_it(user):
    _address, codes = enrol_user(user)
    browser = invited(user)
    assert browser.get("/admin/login/").status_code == 200
    assert browser.get(APP).status_code == 302
    assert sign_in(codes[0]).get("/admin/").status_code == 200


def test_who_may_not_enter_sets_up_nothing(user):
    User.objects.update(is_staff=False)
    assert invited(user).get(APP)["Location"].startswith("/admin/login/")


def test_after_an_hour_one_needs_a_new_invitation(browser, monkeypatch, caplog):
    browser.get(APP)
    now = time.time() + SET_UP_SECONDS + 60
    monkeypatch.setattr("catalogue.operations.second_factor_views.time.time", lambda: now)
    page = browser.get("/admin/", follow=True)
    assert "Ask for a new invitation." in page.text
    assert "editor did not set up a second factor in time." in caplog.text
    assert browser.get(APP)["Location"].startswith("/admin/login/")


def test_who_has_a_second_factor_signs_in_again_after_an_hour(user, monkeypatch):
    browser, _other, _codes = signed_in(user)
    browser.post(CODES)
    now = time.time() + SET_UP_SECONDS + 60
    monkeypatch.setattr("catalogue.operations.second_factor_views.time.time", lambda: now)
    page = browser.get("/admin/", follow=True)
    assert page.request["PATH_INFO"] == "/admin/login/"
    assert "The time to set this up is over. Sign in again." in page.text


def test_wrong_codes_are_counted_and_change_nothing(user, browser, caplog):
    browser.get(APP)
    tries = [browser.post(APP, {"code": code}) for code in ("000000", "x", "", "-1", "1" * 24, "7")]
    assert [answer.status_code for answer in tries] == [200] * 5 + [429]
    assert "The code is not right." in tries[0].text
    assert confirm(browser)[1].status_code == 429, "closed, also for the right code"
    assert not TOTPDevice.objects.exists()
    assert "refused from 127.0.0.1: wrong code for a new app." in caplog.text


def signed_in(user):
    """Return a browser of a user with a second factor, and another one."""
    user.set_password(PASSWORD)
    user.save()
    _address, codes = enrol_user(user)
    return sign_in(codes[0]), sign_in(codes[1]), codes


def test_a_new_telephone_replaces_the_old_one_and_ends_other_sessions(user):
    browser, other, old = signed_in(user)
    before = TOTPDevice.objects.get(user=user).key
    browser.post(APP, {"code": "000000"})
    assert TOTPDevice.objects.get(user=user).key == before, "a wrong code changes nothing"
    new = read_codes(confirm(browser)[1].text)
    assert TOTPDevice.objects.get(user=user).key != before
    assert browser.get("/admin/account/", follow=True).request["PATH_INFO"] == CODES
    browser.post(CODES, {"stored": "1"})
    assert browser.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302
    assert sign_in(new[0]).get("/admin/").status_code == 200
    assert sign_in(old[2]).get("/admin/").status_code == 302


def test_later_app_and_codes_are_changed_only_after_password_and_code(user, monkeypatch):
    browser, _other, codes = signed_in(user)
    now = time.time() + RECENT_LOGIN_SECONDS + 60
    monkeypatch.setattr("catalogue.operations.login.time.time", lambda: now)
    for address in (APP, CODES):
        for answer in (browser.get(address), browser.post(address, {"code": "1"})):
            assert answer["Location"].startswith("/admin/confirm/?next=")
    asked = browser.get(APP)["Location"]
    assert browser.post(asked, {"password": PASSWORD, "code": "0"}).status_code == 200
    assert TOTPDevice.objects.get(user=user).key
    assert StaticToken.objects.count() == len(codes) - 2


def test_the_account_says_what_there_is_and_gives_new_codes(user):
    browser, _other, codes = signed_in(user)
    page = browser.get("/admin/account/").text
    assert "You have 8 backup codes left." in page
    assert f'href="{APP}"' in page
    assert f'href="{CODES}"' in page
    assert "The codes themselves cannot be shown again." in browser.get(CODES).text
    new = read_codes(browser.post(CODES).text)
    browser.post(CODES, {"stored": "1"})
    assert sign_in(new[0]).get("/admin/").status_code == 200
    assert sign_in(codes[2]).get("/admin/").status_code == 302


def test_where_none_is_required_there_is_nothing_to_set_up(user, settings):
    settings.SECOND_FACTOR = False
    browser = invited(user)
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert [browser.get(address).status_code for address in (APP, CODES)] == [404, 404]


def test_the_picture_is_that_of_the_key_and_obeys_the_content_policy(browser):
    answer = browser.get(APP)
    key = read_key(answer.text)
    assert f"secret={key}" in answer.text
    assert "<svg viewBox=" in answer.text
    assert "style=" not in answer.text
    assert "data:" not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert key == read_key(browser.get(APP).text), "another look shows the same key"
