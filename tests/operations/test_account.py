"""What concerns an account is asked for twice; one's own sessions can be seen and ended."""

import io
import time

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from catalogue.operations.login import RECENT_LOGIN_SECONDS

pytestmark = pytest.mark.django_db
NAME, PASSWORD, NEW = "admin", "a long enough pass phrase", "quite another pass phrase"


@pytest.fixture
def user():
    """Make an administrator."""
    return User.objects.create_superuser(NAME, password=PASSWORD)


def signed_in(agent="Firefox on a laptop") -> Client:
    """Return a browser in which the administrator has just signed in."""
    client = Client(headers={"user-agent": agent})
    client.post("/admin/login/", {"username": NAME, "password": PASSWORD})
    return client


@pytest.fixture
def browser(user):
    """Return the browser of the administrator."""
    return signed_in()


@pytest.fixture
def later(browser, monkeypatch):
    """Let some time pass since the administrator signed in."""
    now = time.time() + RECENT_LOGIN_SECONDS + 60
    monkeypatch.setattr("catalogue.operations.login.time.time", lambda: now)
    monkeypatch.setattr("catalogue.operations.sessions.time.time", lambda: now)


def sensitive(user) -> list[str]:
    """Return the addresses that concern accounts."""
    group = Group.objects.get(name="Editors")
    accounts, groups = "/admin/auth/user/", "/admin/auth/group/"
    own = ["/admin/password_change/"]
    one = [f"{accounts}{user.pk}/{page}/" for page in ("change", "delete", "invitation")]
    other = [f"{groups}{group.pk}/{page}/" for page in ("change", "delete")]
    return [*own, accounts, f"{accounts}add/", *one, groups, f"{groups}add/", *other]


def test_a_moment_after_signing_in_nobody_is_asked_again(browser, user):
    assert {browser.get(each).status_code for each in sensitive(user)} == {200}


@pytest.mark.parametrize("method", ["get", "post"])
def test_later_one_is_asked_again_before_anything_that_concerns_an_account(
    browser, user, later, method
):
    for address in sensitive(user):
        answer = getattr(browser, method)(address)
        assert (answer.status_code, address) == (302, address)
        assert answer["Location"].startswith("/admin/confirm/?next=%2Fadmin%2F")
    assert browser.get("/admin/").status_code == 200


def test_the_log_says_that_a_password_was_changed_only_when_it_was(browser, user, later, caplog):
    with caplog.at_level("INFO"):
        browser.post("/admin/password_change/")
    assert "changed the password" not in caplog.text


def test_who_confirms_gets_a_new_session_key_and_goes_on(browser, user, later):
    asked = browser.get("/admin/password_change/")["Location"]
    assert "confirm that it is you" in browser.get(asked).text
    before = browser.cookies["sessionid"].value
    assert browser.post(asked, {"password": "wrong"}).status_code == 200
    assert browser.get("/admin/password_change/").status_code == 302
    answer = browser.post(asked, {"password": PASSWORD})
    assert answer["Location"] == "/admin/password_change/"
    assert browser.get("/admin/password_change/").status_code == 200
    assert browser.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_nobody_confirms_as_somebody_else(browser, user, later):
    User.objects.create_superuser("other", password=NEW)
    browser.post("/admin/confirm/", {"username": "other", "password": NEW})
    assert browser.get("/admin/password_change/").status_code == 302


def test_confirming_leads_to_no_other_site(browser, user):
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = browser.post(f"/admin/confirm/?next={away}", {"password": PASSWORD})
        assert answer["Location"] == "/admin/"
        answer = Client().post(
            f"/admin/login/?next={away}", {"username": NAME, "password": PASSWORD}
        )
        assert answer["Location"] == "/admin/"


def test_wrong_passwords_are_counted_there_too(browser, user, later):
    tries = [browser.post("/admin/confirm/", {"password": "wrong"}).status_code for _ in range(5)]
    assert tries == [200] * 4 + [429]
    assert browser.post("/admin/confirm/", {"password": PASSWORD}).status_code == 429


def change_password(browser, old, new) -> int:
    """Change one's password and return the status of the answer."""
    words = {"old_password": old, "new_password1": new, "new_password2": new}
    return browser.post("/admin/password_change/", words).status_code


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(browser, user, caplog):
    other = signed_in()
    assert change_password(browser, "wrong", NEW) == 200
    with caplog.at_level("INFO"):
        assert change_password(browser, PASSWORD, NEW) == 302
    assert "admin changed the password." in caplog.text
    assert browser.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_one_sees_where_one_is_signed_in_and_ends_the_others(browser, user):
    other = signed_in("A browser in a hotel <b>")
    User.objects.create_superuser("somebody", password=PASSWORD)
    stranger = Client()
    stranger.post("/admin/login/", {"username": "somebody", "password": PASSWORD})
    page = browser.get("/admin/account/")
    assert "Firefox on a laptop" in page.text
    assert "A browser in a hotel &lt;b&gt;" in page.text
    assert page.text.count("(this one)") == 1
    assert browser.session.session_key not in page.text
    answer = browser.post("/admin/account/", follow=True)
    assert "1 session was ended." in answer.text
    assert [each.get("/admin/").status_code for each in (browser, other, stranger)] == [
        200,
        302,
        200,
    ]


def test_browsers_are_shown_in_words(browser, user):
    chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
    for agent in (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36 Edg/140.0.0.0",
        f"Mozilla/5.0 (Linux; Android 10; K) {chrome} Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
        " Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    ):
        signed_in(agent)
    page = browser.get("/admin/account/").text
    found = ("Firefox on Windows", "Edge on Windows", "Chrome on Android", "Safari on iPhone")
    assert [each for each in found if each not in page] == []
    assert "Mozilla" not in page


def test_ending_them_is_asked_for_again_after_a_while(browser, user, later):
    other = signed_in()
    browser.session["since"]
    assert "/admin/confirm/" in browser.post("/admin/account/")["Location"]
    assert other.get("/admin/").status_code == 200


def test_an_administrator_ends_the_sessions_of_somebody_or_of_all(browser, user):
    said = io.StringIO()
    call_command("end_sessions", NAME, stdout=said)
    assert said.getvalue() == "Sessions ended: 1.\n"
    assert browser.get("/admin/").status_code == 302
    again = signed_in()
    call_command("end_sessions", stdout=said)
    assert again.get("/admin/").status_code == 302
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("end_sessions", "nobody")


def test_signing_out_ends_the_session_and_the_browser_forgets(browser, user):
    key = browser.session.session_key
    answer = browser.post("/admin/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    browser.cookies["sessionid"] = key
    assert browser.get("/admin/").status_code == 302


def test_a_key_from_before_signing_in_is_worth_nothing(user):
    browser = Client()
    browser.cookies["sessionid"] = "a" * 32
    browser.post("/admin/login/", {"username": NAME, "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "a" * 32


def test_every_page_of_the_desk_leads_out_and_to_ones_account(browser, user):
    for address in ("/admin/", "/admin/catalogue/practice/", "/admin/account/"):
        page = browser.get(address).text
        assert 'action="/admin/logout/"' in page
        assert 'href="/admin/account/"' in page
