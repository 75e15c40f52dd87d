"""A person chooses a password by a link, so that no administrator ever knows it."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from catalogue.operations.login import build_invitation_link

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long enough pass phrase", "quite another pass phrase"


@pytest.fixture
def user():
    """Make an account without a password, as the desk can."""
    return User.objects.create_user("editor", is_staff=True)


def choose(link, password=NEW, browser=None):
    """Open a link, send a password, and return the answer."""
    browser = browser or Client()
    form = browser.get(link, follow=True)
    if not form.redirect_chain:
        return form
    where = form.redirect_chain[-1][0]
    return browser.post(where, {"new_password1": password, "new_password2": password})


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
    assert "The password reset link was invalid" in choose(link).text
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_it_ends_after_a_day_and_with_a_change_of_the_password(user, settings, monkeypatch):
    link = build_invitation_link(user)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "invalid" in choose(link).text
    settings.PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
    user.set_password(PASSWORD)
    user.save()
    assert "invalid" in choose(link).text


def test_a_forgotten_password_passes_no_second_factor(user, settings):
    settings.SECOND_FACTOR = True
    choose(build_invitation_link(user))
    browser = Client()
    answer = browser.post("/admin/login/", {"username": "editor", "password": NEW, "code": ""})
    assert "is not right" in answer.text
    assert browser.get("/admin/").status_code == 302


def test_in_production_the_link_is_whole(user, settings):
    settings.IN_PRODUCTION, settings.ALLOWED_HOSTS = True, ["catalogue.example.org"]
    assert build_invitation_link(user).startswith("https://catalogue.example.org/admin/password/")
