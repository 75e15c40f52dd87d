"""The desk in a real browser: a record's whole life."""

import re

import pytest
from django.conf import settings
from django.test import Client

from catalogue.models import Practice
from tests import factories
from tests.admin.conftest import make_person
from tests.admin.records import make_practice
from tests.browser import listen
from tools.inspection import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat_in_browser(browser, live_server, page_problems):
    """Return a function that opens a browser in which somebody of a role is signed in."""
    opened = []

    def open_for(role):
        client = Client()
        client.force_login(make_person(role))
        context = browser.new_context(base_url=live_server.url)
        listen(context, page_problems)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([cookie | {"url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()
    assert not page_problems, "problems in the browser:\n" + "\n".join(page_problems)


def test_a_record_is_written_changed_returned_published_verified_and_withdrawn(seat_in_browser):
    factories.make_sector(slug="aviation")
    practice = make_practice(status="published", threats=[factories.make_threat()])
    taken = []
    story.walk_story(
        story.Desk(
            seat_in_browser("editor"),
            seat_in_browser("reviewer"),
            practice.code,
            lambda page, name: taken.append(name),
        )
    )
    practice.refresh_from_db()
    assert (practice.started, practice.version, practice.status) == (2019, 2, "withdrawn")
    assert practice.verified_by.username == "reviewer"
    assert Practice.objects.get(title=story.NEW["title"]).status == "draft"
    text = (settings.ROOT / "docs" / "editing.md").read_text()
    assert sorted(re.findall(r"img/editing-(\w+)\.webp", text)) == sorted(taken)
