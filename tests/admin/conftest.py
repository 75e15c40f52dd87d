"""Who sits at the desk."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.admin.desk import address

GROUPS = {"editor": "Editors", "reviewer": "Reviewers"}


def make_person(role):
    """Create somebody with access to the admin, in the group of the role."""
    person = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
    if role in GROUPS:
        person.groups.add(Group.objects.get(name=GROUPS[role]))
    return person


@pytest.fixture
def person(db):
    """Return a function that returns somebody by role: superuser, reviewer or editor."""
    return make_person


@pytest.fixture
def seat(db):
    """Return a function that gives a signed-in browser by role: superuser, reviewer or editor."""

    def sign_in(role):
        client = Client()
        client.force_login(make_person(role))
        return client

    return sign_in


@pytest.fixture
def editor(seat):
    """Return the browser of an editor."""
    return seat("editor")


@pytest.fixture
def reviewer(seat):
    """Return the browser of a reviewer."""
    return seat("reviewer")


@pytest.fixture
def desk_page(page, live_server):
    """Return a browser page of a superuser, and how to open a record on it."""
    client = Client()
    client.force_login(make_person("superuser"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.open_record = lambda record: page.goto(live_server.url + address(record))
    return page
