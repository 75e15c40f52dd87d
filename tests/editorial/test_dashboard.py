"""The first page of the desk: every line leads to exactly the records that it counts."""

import datetime
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.editorial import proposals
from catalogue.models import Practice
from catalogue.sources.link_checks import BROKEN_AFTER
from tests import factories
from tests.admin.conftest import make_person
from tests.admin.records import (
    make_event,
    make_practice,
    make_resolution,
    make_source,
    submit,
)
from tests.factories import make_check

pytestmark = pytest.mark.django_db
LATER, EARLIER = datetime.date(2199, 1, 1), datetime.date(2020, 1, 1)
VERIFIED = {"last_verified_on": EARLIER, "review_due_on": LATER}


@pytest.fixture
def people():
    found = {role: make_person(role) for role in ("editor", "reviewer", "superuser", "guest")}
    left = User.objects.create_user("left", is_active=False)
    return found | {"left": left}


def broken(days=BROKEN_AFTER, of="", **fields):
    """Make a source whose address, or the one that it had, failed on so many days."""
    source = make_source(url_opened=True, **fields)
    make_check(source, failed_days=days, address=of or source.url)
    return source


def change(record):
    """Change a record, and return it."""
    record.summary = "Changed."
    record.save()
    return record


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


def tasks(client) -> dict:
    """Return the counts of each line of the desk by its label."""
    return dict(client.get("/admin/").context["tasks"])


def listed(client, count) -> set:
    """Return the records on the list to which a count leads."""
    return set(client.get(f"{count['address']}&all=").context["cl"].queryset)


def find_listed(client) -> dict[str, set]:
    """Return the records of each line of the desk; each count has as many as it says."""
    found = {label: set() for label in tasks(client)}
    for label, counts in tasks(client).items():
        for count in counts:
            records = listed(client, count)
            assert len(records) == count["number"]
            found[label] |= records
    return found


@pytest.fixture
def records(people):
    """Make records under every task of each role, and others beside them."""
    editor, reviewer = people["editor"], people["reviewer"]
    confirmed = factories.make_paragraph(factories.make_resolution(), number_confirmed=True)
    public = {"status": "published"} | VERIFIED
    good = {"paragraphs": [confirmed], "sources": [make_source(url_opened=True)]}
    found = {
        "review": submit(make_practice(), editor),
        "own review": submit(make_practice(), reviewer),
        "event in review": submit(make_event(), editor),
        "changed in review": change(submit(make_practice(), editor)),
        "changed for the other": change(submit(make_practice(), reviewer)),
        "returned": make_practice(author=editor, returned_because="Which year?"),
        "returned to others": make_practice(author=reviewer, returned_because="Which year?"),
        "draft": make_practice(author=editor),
        "changed draft": make_event(changed_by=editor),
        "draft of others": make_practice(author=reviewer),
        "good": make_practice(**public, **good),
        "due": make_practice(**public | {"review_due_on": EARLIER}, **good),
        "never verified": make_event(status="published"),
        "no paragraph": make_practice(**public, sources=good["sources"]),
        "draft of nobody": make_practice(),
        "draft of one who left": make_practice(author=people["left"]),
        "named draft": factories.make_organization(status="draft", author=reviewer),
        "named nowhere": factories.make_organization(status="draft", author=reviewer),
        "proposed by the editor": factories.make_organization(),
        "draft resolution": factories.make_resolution(status="draft", author=editor),
    }
    name_drafts(found)
    proposals.propose_change(
        found["proposed by the editor"], {"columns": {"name": "Other"}}, by=editor, reason="Why."
    )
    return found | make_sources() | make_paragraphs(reviewer)


def make_paragraphs(reviewer) -> dict:
    """Make paragraphs of which the number is not confirmed."""
    return {
        "unconfirmed": factories.make_paragraph(factories.make_resolution()),
        "unconfirmed of a draft": factories.make_paragraph(make_resolution(author=reviewer)),
        "unconfirmed of a withdrawn one": factories.make_paragraph(
            factories.make_resolution(status="withdrawn", withdrawal_reason="Never adopted.")
        ),
    }


def make_sources() -> dict:
    """Make sources that have to be looked at, and others."""
    return {
        "unopened": make_source(url_opened=False),
        "unopened and cited": make_source(url_opened=False),
        "no address": make_source(url="", url_opened=False),
        "broken": broken(),
        "broken with a kept copy": broken(archived_url="https://archive.example/1"),
        "broken at its former address": broken(of="https://example.org/former"),
        "failing": broken(days=BROKEN_AFTER - 1),
    }


def name_drafts(found: dict) -> None:
    """Let a public practice name some drafts, and a draft another one."""
    found["good"].involvements.create(organization=found["named draft"], role="lead")
    found["good"].basis.create(
        paragraph=factories.make_paragraph(found["draft resolution"], number_confirmed=True)
    )
    found["draft"].involvements.create(organization=found["named nowhere"], role="lead")


#: The tasks of an editor, and the records under each.
OF_AN_EDITOR = {
    "Sent back to you": ["returned"],
    "Your drafts": ["draft", "changed draft", "draft resolution"],
    "Submitted by you, waiting": ["review", "event in review"],
    "Changed since you submitted it": ["changed in review"],
    "In review, for another reviewer": ["own review"],
    "In review, for another editor to agree to changes": ["changed for the other"],
    "Drafts nobody has taken": ["draft of nobody", "draft of one who left"],
    "Drafts that public or submitted records name": ["named draft", "draft resolution"],
    "Changes proposed by you, waiting": ["proposed by the editor"],
    "Verification due": ["due", "never verified"],
    "No operative paragraph": ["no paragraph"],
    "Source links to check": ["unopened", "unopened and cited", "broken"],
    "Paragraphs to confirm": ["unconfirmed", "unconfirmed of a draft"],
}


def list_hidden(records, found) -> set:
    """Return the drafts and the records in review that are on no line of somebody's desk."""
    waiting = {each for each in records.values() if is_waiting(each)}
    return waiting - set().union(*found.values())


def is_waiting(record) -> bool:
    """Return True if somebody has to go on with a record."""
    return getattr(record, "status", "") in ("draft", "in_review")


def test_an_editor_finds_what_there_is_to_do(records, people):
    found = find_listed(sign_in(people["editor"]))
    wanted = {label: {records[name] for name in names} for label, names in OF_AN_EDITOR.items()}
    assert found == wanted
    assert list(found) == list(wanted)
    drafts_of_others = ("returned to others", "draft of others", "named nowhere")
    assert list_hidden(records, found) == {records[name] for name in drafts_of_others}


def test_a_reviewer_finds_what_others_changed_and_waits(records, people):
    found = find_listed(sign_in(people["reviewer"]))
    assert found["Waiting for your review"] == {records["review"], records["event in review"]}
    assert found["Changes proposed by others"] == {records["proposed by the editor"]}
    assert found["Submitted by you, waiting"] == {records["own review"]}
    assert "In review, for another reviewer" not in found
    drafts_of_others = ("returned", "draft", "changed draft")
    assert list_hidden(records, found) == {records[name] for name in drafts_of_others}


def test_each_number_is_that_of_its_list_for_a_superuser_too(records, people):
    assert find_listed(sign_in(people["superuser"]))["Waiting for your review"]


def test_the_list_of_a_task_is_called_by_it(records, people):
    client = sign_in(people["reviewer"])
    place = "/admin/catalogue/practice/"
    assert client.get(place).context["title"] == "Practices"
    title = client.get(f"{place}?task=review").context["title"]
    assert title == "Practices: waiting for your review"


def test_the_list_says_what_was_wrong_with_an_address(people):
    reached, gone, source = make_source(), broken(), make_source()
    make_check(reached)
    make_check(source, failed_days=1, said="no connection: timed out", reached_on="2026-04-26")
    text = sign_in(people["editor"]).get("/admin/catalogue/source/").text
    told = {
        "Last reached on 3 May 2026",
        "Could not be reached since 3 May 2026; status 404 (3 May 2026)",
        "No connection: timed out (3 May 2026); last reached on 26 April 2026",
    }
    assert set(re.findall(r"field-whether_reached\">([^<]+)<", text)) == told
    page = sign_in(people["editor"]).get(f"/admin/catalogue/source/{gone.pk}/change/").text
    assert "Could not be reached since 3 May 2026" in page


def test_a_role_sees_only_what_it_can_do(people, client):
    assert "Waiting for your review" not in tasks(sign_in(people["editor"]))
    assert "Waiting for your review" in tasks(sign_in(people["reviewer"]))
    assert tasks(sign_in(people["guest"])) == {}
    assert "To do" not in sign_in(people["guest"]).get("/admin/").text


def test_the_button_under_rows_names_what_it_adds(people):
    page = sign_in(people["editor"]).get("/admin/catalogue/practice/add/")
    assert "Add citation" in page.text
    assert "Add another Citation" not in page.text


def test_a_task_of_another_role_lists_nothing(records, people):
    page = sign_in(people["editor"]).get("/admin/catalogue/practice/", {"task": "review"})
    assert Practice.objects.exists()
    assert not page.context["cl"].result_list


def test_a_line_without_records_says_so(people):
    lines = tasks(sign_in(people["editor"]))
    assert len(lines) == 13
    assert not any(lines.values())
    assert sign_in(people["editor"]).get("/admin/").text.count("None</dd>") == 13


def test_the_numbers_stand_on_the_page_as_links(records, people):
    text = sign_in(people["reviewer"]).get("/admin/").text
    shown = re.findall(r'href="(/admin/catalogue/\w+/\?task=\w+)">(\d+ \w+)<', text)
    assert ("/admin/catalogue/practice/?task=review", "1 practice") in shown
    assert ("/admin/catalogue/source/?task=unopened", "3 sources") in shown


def test_the_desk_asks_as_much_whatever_there_is(records, people):
    client = sign_in(people["reviewer"])
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for _ in range(5):
        submit(make_practice(), people["editor"])
        make_event(author=people["reviewer"])
        make_source(url_opened=False)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(few) == len(many) < 45


def count_queries(client, address):
    """Return how many statements a page needs once everything is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_list_of_drafts_asks_as_much_whatever_their_number(people):
    client = sign_in(people["editor"])
    address = "/admin/catalogue/practice/?status__exact=draft"
    make_practice().citations.create(source=make_source())
    few = count_queries(client, address)
    for _ in range(5):
        make_practice().citations.create(source=make_source(), locator="p. 4")
    assert count_queries(client, address) == few


def test_every_task_is_offered_as_a_filter_of_its_list(people):
    client = sign_in(people["reviewer"])
    with_tasks = [pages for pages in admin.site._registry.values() if getattr(pages, "tasks", ())]
    assert len(with_tasks) == 6
    for pages in with_tasks:
        text = client.get(f"/admin/catalogue/{pages.opts.model_name}/").text
        for task in pages.tasks:
            assert (f"?task={task.name}" in text) == (task.unless != "publish")
