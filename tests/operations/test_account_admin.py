"""An administrator adds people on one page, hands over links, and resets second factors."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from catalogue.operations.second_factor import enrol_user
from tests.operations.invitations import open_invitation

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def browser():
    """Return the browser of an administrator who has just signed in."""
    User.objects.create_superuser("admin", password=PASSWORD)
    client = Client()
    client.post("/admin/login/", {"username": "admin", "password": PASSWORD})
    return client


@pytest.fixture
def required(browser, second_factor_required):
    """Require a second factor, which the administrator has used."""
    _address, codes = enrol_user(User.objects.get(username="admin"))
    sent = {"username": "admin", "password": PASSWORD, "code": codes[0]}
    assert browser.post("/admin/login/", sent).status_code == 302


def new_person(group="Editors", name="someone") -> dict:
    """Return what the form for a new person sends."""
    return {
        "username": name,
        "first_name": "Some",
        "last_name": "One",
        "email": "someone@example.org",
        "groups": [Group.objects.get(name=group).pk],
    }


def read_link(page: str) -> str:
    """Return the link that a page shows."""
    return re.search(r">(http[^<]+/admin/password/#[^<]+)<", page)[1]


def test_a_new_person_takes_one_page_and_gets_a_link(browser, caplog):
    assert "password" not in browser.get("/admin/auth/user/add/").text.partition("<form id")[2]
    with caplog.at_level("INFO"):
        page = browser.post("/admin/auth/user/add/", new_person(), follow=True).text
    user = User.objects.get(username="someone")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert [group.name for group in user.groups.all()] == ["Editors"]
    link = read_link(page)
    assert link.startswith("http://testserver/")
    assert "admin made an invitation for someone." in caplog.text
    assert link.partition("#")[2] not in caplog.text
    assert open_invitation(Client(), link).status_code == 302


def test_a_new_person_has_a_group_and_a_name_of_their_own(browser):
    page = browser.post("/admin/auth/user/add/", new_person() | {"groups": []}).text
    assert "This field is required." in page
    page = browser.post("/admin/auth/user/add/", new_person(name="Admin")).text
    assert "An account with this name already exists." in page
    assert User.objects.count() == 1


def test_no_administrator_sets_the_password_of_another_person(browser):
    user = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    page = browser.get(f"/admin/auth/user/{user.pk}/change/").text
    assert f"/admin/auth/user/{user.pk}/invitation/" in page
    assert "pbkdf2" not in page
    sent = {"password1": "x" * 20, "password2": "x" * 20, "usable_password": "true"}
    browser.post(f"/admin/auth/user/{user.pk}/password/", sent)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_only_who_may_change_accounts_invites(browser):
    editor = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    other = Client()
    other.post("/admin/login/", {"username": "editor", "password": PASSWORD})
    assert other.get(f"/admin/auth/user/{editor.pk}/invitation/").status_code == 403
    assert browser.get("/admin/auth/user/999/invitation/").status_code == 302


def test_an_administrator_resets_the_second_factor_of_another_person(browser, required, caplog):
    user = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    _address, codes = enrol_user(user)
    other, sent = Client(), {"username": "editor", "password": PASSWORD, "code": codes[0]}
    other.post("/admin/login/", sent)
    assert other.get("/admin/").status_code == 200
    address = f"/admin/auth/user/{user.pk}/invitation/"
    assert "Reset the second factor" in browser.get(address).text
    with caplog.at_level("INFO"):
        page = browser.post(address, follow=True).text
    assert "Reset the second factor" not in page
    assert "admin reset the second factor of editor, and ended 1 sessions." in caplog.text
    assert LogEntry.objects.get(object_id=str(user.pk)).change_message.startswith("The second")
    assert other.get("/admin/").status_code == 302
    again = Client()
    address = open_invitation(again, read_link(page))["Location"]
    again.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert again.get("/admin/", follow=True).request["PATH_INFO"] == "/admin/second-factor/"


def test_nobody_resets_their_own_there(browser, required):
    admin = User.objects.get(username="admin")
    address = f"/admin/auth/user/{admin.pk}/invitation/"
    assert "Reset the second factor" not in browser.get(address).text
    assert browser.post(address).status_code == 200
    assert browser.get("/admin/").status_code == 200


def test_the_list_tells_who_has_a_second_factor(browser, required):
    User.objects.create_user("editor", is_staff=True)
    page = browser.get("/admin/auth/user/").text
    found = re.findall(r'field-second_factor"><img src="[^"]+" alt="(\w+)"', page)
    assert found == ["True", "False"]
