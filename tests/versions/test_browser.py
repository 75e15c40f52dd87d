"""An editor's day in a real browser: from the first draft to the change of a published record."""

import re

import pytest
from django.test import Client

from catalogue.models import Practice
from tests.admin.conftest import make_person
from tests.admin.desk import address
from tests.admin.records import make_practice
from tests.factories import (
    make_measure,
    make_organization,
    make_sector,
    make_source,
    record_changes,
)
from tests.journeys.steps import overflow, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


#: What the record that is written names.
WORDS = {
    make_sector: {"label": "Aviation"},
    make_measure: {"label": "Risk assessment"},
    make_organization: {"name": "A ministry"},
    make_source: {"title": "Compendium of practices"},
}


class Seat:
    """Somebody at the desk, in a browser of their own."""

    def __init__(self, page, server, role):
        client = Client()
        client.force_login(make_person(role))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([cookie | {"url": server}])
        self.page, self.server = page, server

    def open(self, where):
        """Open the page of a record, or an address."""
        answer = self.page.goto(self.server + (where if isinstance(where, str) else address(where)))
        assert answer.ok, (answer.status, self.page.inner_text("body")[:300])

    def press(self, name):
        """Press a button or a link, and wait for the page behind it."""
        found = self.page.get_by_role("button", name=name, exact=True)
        target = found.or_(self.page.get_by_role("link", name=name, exact=True)).first
        with self.page.expect_navigation():
            target.click()

    def fill(self, **values):
        """Type into fields, given by their names."""
        for name, value in values.items():
            self.page.locator(f"[name={name.replace('__', '-')}]").fill(value)

    def choose(self, field, word):
        """Choose a related record by typing its name."""
        place = f"#id_{field} + .select2" if "-" not in field else f"#{field} .select2"
        self.page.locator(f"{place} .select2-selection").first.click()
        self.page.keyboard.type(word)
        self.page.locator(".select2-results__option--highlighted", has_text=word).wait_for()
        self.page.keyboard.press("Enter")

    def add_row(self, rows, field, word):
        """Add a row and choose what it names."""
        self.page.locator(f"#{rows}-group .add-row a").click()
        self.choose(f"{rows}-0", word)

    def said(self):
        """Return what the page tells at its top."""
        return self.page.locator(".messagelist").inner_text()

    def standing(self):
        """Return what the page says about where the record stands."""
        return self.page.locator(".record-bar .state").inner_text()


@pytest.fixture
def seats(browser, live_server, page_problems):
    """Return a function that seats somebody at a browser of their own."""
    from tests.browser import listen

    contexts = []

    def sit(role):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        listen(context, page_problems)
        return Seat(context.new_page(), live_server.url, role)

    yield sit
    for context in contexts:
        context.close()
    page_problems[:] = [line for line in page_problems if "Failed to load resource" not in line]
    assert not page_problems, "problems in the browser:\n" + "\n".join(page_problems)


def kept_practice(**fields):
    """Make a practice whose history has begun."""
    with record_changes(comment="Written."):
        practice = make_practice(**fields)
        practice.save()
    return practice


def write(editor):
    """Write a practice, be told what it lacks, add it, and submit."""
    editor.open("/admin/catalogue/practice/add/")
    editor.fill(title="Screening at gates", summary="Guards search visitors.")
    editor.page.select_option("[name=kind]", "guidance")
    editor.choose("sectors", "Aviation")
    editor.choose("measures", "Risk assessment")
    editor.press("Save and submit for review")
    assert "Not complete yet. Add: an organization, a citation." in editor.said()
    assert "Before submitting, add: an organization, a citation." in editor.standing()
    editor.add_row("citations", "source", "Compendium")
    editor.add_row("involvements", "organization", "A ministry")
    editor.page.select_option("[name=involvements-0-role]", "lead")
    editor.press("Save and submit for review")
    assert "Submitted for review." in editor.said()


def test_a_new_record_is_completed_and_submitted(seats):
    for make, name in WORDS.items():
        make(**name)
    write(seats("editor"))
    assert Practice.objects.get().status == "in_review"


def test_what_a_revision_changes_and_what_a_version_changed(seats):
    practice = kept_practice(title="Screening at the gates", status="published")
    reviewer = seats("reviewer")
    reviewer.open(practice)
    reviewer.press("Change this record")
    reviewer.fill(title="Screening at all gates", change_note="The edition of 2022.")
    reviewer.press("Save and continue editing")
    reviewer.press("What it changes")
    assert "all" in reviewer.page.locator(".differences ins").all_inner_texts()[0]
    reviewer.open(address(Practice.objects.get(revises=practice), "history"))
    assert reviewer.page.locator(".versions tbody tr").count() == 2
    reviewer.press("Compare the chosen versions")
    assert "the" in " ".join(reviewer.page.locator(".differences del").all_inner_texts())


def test_two_people_at_one_record(seats):
    practice = kept_practice(title="First", summary="A summary.")
    one, two = seats("editor"), seats("reviewer")
    one.open(practice)
    two.open(practice)
    two.fill(title="By the second", citations__0__locator="p. 3")
    two.press("Save")
    one.fill(title="By the first", summary="Long work.", citations__0__locator="p. 7")
    one.press("Save")
    note = one.page.locator(".desk-note.warning:not(.errors)").inner_text()
    assert "reviewer changed Title and Citations" in note
    assert "By the second" in note
    assert one.page.input_value("[name=summary]") == "Long work."
    assert one.page.input_value("[name=citations-0-locator]") == "p. 7"
    assert violations(one.page) == known(one.page)
    one.fill(title="By both")
    one.press("Save")
    practice.refresh_from_db()
    assert (practice.title, practice.summary) == ("By both", "Long work.")


def test_a_restore_while_somebody_writes(seats):
    practice = kept_practice(title="First")
    with record_changes(comment="Changed."):
        practice.title = "Second"
        practice.save()
    one, two = seats("editor"), seats("reviewer")
    one.open(practice)
    two.open(address(practice, "history"))
    two.page.get_by_role("link", name=re.compile("^Restore the version of")).click()
    two.page.get_by_role("button", name="Restore", exact=True).click()
    two.page.get_by_text("Restored the version of").wait_for()
    one.fill(title="Third")
    one.press("Save")
    assert (
        "reviewer changed Title" in one.page.locator(".desk-note.warning:not(.errors)").inner_text()
    )
    practice.refresh_from_db()
    assert practice.title == "First"


def known(page):
    """Return the complaints about the lists of the library that looks related records up."""
    return [line for line in violations(page) if "select2" in line]


PAGES = ["change", "history", "compare", "move/return", "move/publish", "deleted"]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_desk_are_accessible_and_fit(seats, width):
    practice = kept_practice(title="First", status="in_review")
    with record_changes(comment="Changed."):
        practice.title = "A title of many words " * 6
        practice.save()
    seat = seats("reviewer")
    seat.page.set_viewport_size({"width": width, "height": 800})
    for name in PAGES:
        page = address(practice).replace("change/", f"{name}/")
        seat.open("/admin/catalogue/practice/deleted/" if name == "deleted" else page)
        assert violations(seat.page) == known(seat.page), name
        assert overflow(seat.page) <= 0, name
