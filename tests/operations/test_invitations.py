"""A person chooses a password by a link, so that no administrator ever knows it."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from catalogue.operations.login import build_invitation_link
from tests.journeys.steps import violations
from tests.operations.invitations import compute_code, open_invitation

pytestmark = pytest.mark.django_db
DOES_NOT_WORK = "This link does not work: it was used, or is older than a day."
PASSWORD, NEW = "a long enough pass phrase", "quite another pass phrase"


@pytest.fixture
def user():
    """Make an account without a password, as the desk can."""
    return User.objects.create_user("editor", is_staff=True)


def choose(link, password=NEW, browser=None):
    """Open a link, send a password, and return the answer."""
    browser = browser or Client()
    answer = open_invitation(browser, link)
    if answer.status_code == 200:
        return answer
    sent = {"new_password1": password, "new_password2": password}
    return browser.post(answer["Location"], sent)


def test_the_link_works_once_and_signs_nobody_in(user, caplog):
    said = io.StringIO()
    call_command("invite", "editor", stdout=said)
    link, browser = said.getvalue().strip(), Client()
    assert choose(link, "short", browser).status_code == 200
    with caplog.at_level("INFO"):
        answer = choose(link, browser=browser)
    assert answer["Location"] == "/admin/login/"
    assert "editor chose a password by a link." in caplog.text
    assert browser.get("/admin/").status_code == 302
    assert DOES_NOT_WORK in choose(link).text
    assert "was invalid" in browser.get(f"/admin/password/{link.split('#')[1].split('/')[0]}/").text
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_it_ends_after_a_day_and_with_a_change_of_the_password(user, settings, monkeypatch):
    link = build_invitation_link(user)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert DOES_NOT_WORK in choose(link).text
    settings.PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
    user.set_password(PASSWORD)
    user.save()
    assert DOES_NOT_WORK in choose(link).text


@pytest.mark.parametrize("code", ["", "x", "/", "NA/", "MQ/abc-def", "\xe9/\0", "//" * 200])
def test_another_code_does_not_work_and_begins_no_session(code, user):
    browser = Client()
    answer = browser.post("/admin/password/", {"code": code})
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert "sessionid" not in browser.cookies


def test_a_forgotten_password_passes_no_second_factor(user, settings):
    settings.SECOND_FACTOR = True
    choose(build_invitation_link(user))
    browser = Client()
    answer = browser.post("/admin/login/", {"username": "editor", "password": NEW, "code": ""})
    assert "is not right" in answer.text
    assert browser.get("/admin/").status_code == 302


def test_in_production_the_link_is_whole(user, settings):
    settings.IN_PRODUCTION, settings.ALLOWED_HOSTS = True, ["catalogue.example.org"]
    assert build_invitation_link(user).startswith("https://catalogue.example.org/admin/password/#")


def set_up(page) -> None:
    """Choose a password, set up an app, and store the backup codes."""
    page.get_by_label("New password:").fill(NEW)
    page.get_by_label("Confirm password:").fill(NEW)
    page.get_by_role("button", name="Change my password").dblclick(delay=50)
    page.get_by_role("img", name="QR code").wait_for()
    assert violations(page) == []
    code = compute_code(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("The code that the app shows now").fill(code)
    page.get_by_role("button", name="Confirm").dblclick(delay=50)
    page.get_by_text("These codes are shown only now.").wait_for()
    codes = page.locator(".backup-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the codes as a file").click()
    assert Path(download.value.path()).read_text().split()[-10:] == codes
    assert violations(page) == []
    page.get_by_role("button", name="I have stored the codes").dblclick(delay=50)
    page.get_by_text("Your second factor is set up.").wait_for()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_leads_from_the_link_to_the_desk(user, page, live_server, second_factor_required):
    """The code of the link is in no address, and a double click sends a form once."""
    sent = []
    page.on("request", lambda request: sent.append(request))
    link = build_invitation_link(user)
    page.goto(live_server.url + link)
    set_up(page)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert sum(request.method == "POST" for request in sent) == 4
    token = link.rpartition("/")[2]
    assert not [each for each in sent if token in f"{each.url} {each.headers}"]
    page.goto(live_server.url + link)
    page.get_by_text(DOES_NOT_WORK).wait_for()
    assert token not in page.url
    assert violations(page) == []
