"""Who sits at the desk."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

GROUPS = {"editor": "Editors", "reviewer": "Reviewers"}
GROUPS_MADE_BY = {"0002_groups": "make_groups", "0006_reviewers_mark": "grant"}


def make_person(role):
    """Create somebody with access to the admin, in the group of the role."""
    person = User.objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
    if role in GROUPS:
        person.groups.add(Group.objects.get(name=GROUPS[role]))
    return person


def remake_groups():
    """Make the groups as the migrations do: a test with transactions leaves its tables empty."""
    config, editor = apps.get_app_config("catalogue"), SimpleNamespace(connection=connection)
    models = config.models_module
    for name, make in GROUPS_MADE_BY.items():
        getattr(import_module(f"catalogue.migrations.{name}"), make)(apps, editor)
    config.models_module = models  # the migrations take it away


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
