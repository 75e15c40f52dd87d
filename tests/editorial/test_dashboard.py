"""The first page of the desk: every line leads to exactly the records that it counts."""

import datetime
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Practice
from catalogue.sources.link_checks import BROKEN_AFTER
from tests import factories
from tests.admin.conftest import make_person
from tests.admin.records import make_event, make_paragraph, make_practice, make_source, submit
from tests.factories import make_check

pytestmark = pytest.mark.django_db
LATER, EARLIER = datetime.date(2199, 1, 1), datetime.date(2020, 1, 1)
VERIFIED = {"last_verified_on": EARLIER, "review_due_on": LATER}


@pytest.fixture
def people():
    return {role: make_person(role) for role in ("editor", "reviewer")}


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


def under(client, label: str) -> set:
    """Return the records of all counts of a line; each has as many as it says."""
    found = set()
    for count in tasks(client)[label]:
        records = listed(client, count)
        assert len(records) == count["number"]
        found |= records
    return found


@pytest.fixture
def records(people):
    """Make records under every task of each role, and others beside them."""
    editor, reviewer = people["editor"], people["reviewer"]
    confirmed = factories.make_paragraph(factories.make_resolution(), number_confirmed=True)
    public = {"status": "published"} | VERIFIED
    good = {"paragraphs": [confirmed], "sources": [make_source(url_opened=True)]}
    return {
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
        "unconfirmed": make_practice(
            **public,
            paragraphs=[confirmed, factories.make_paragraph(factories.make_resolution())],
            sources=good["sources"],
        ),
        "unopened": make_source(url_opened=False),
        "unopened and cited": make_source(url_opened=False),
        "no address": make_source(url="", url_opened=False),
        "broken": broken(),
        "broken with a kept copy": broken(archived_url="https://archive.example/1"),
        "broken at its former address": broken(of="https://example.org/former"),
        "failing": broken(days=BROKEN_AFTER - 1),
    }


#: The tasks of an editor, and the records under each.
OF_AN_EDITOR = {
    "Changed since you submitted it": ["changed in review"],
    "Sent back to you": ["returned"],
    "Your drafts": ["draft", "changed draft"],
    "Due to be verified": ["due", "never verified"],
    "Published without an operative paragraph": ["no paragraph"],
    "Published with a paragraph whose number is not confirmed": ["unconfirmed"],
    "Addresses that were not opened, or do not open": [
        "unopened",
        "unopened and cited",
        "broken",
    ],
}


def test_an_editor_finds_what_there_is_to_do(records, people):
    client = sign_in(people["editor"])
    found = {label: under(client, label) for label in OF_AN_EDITOR}
    wanted = {label: {records[name] for name in names} for label, names in OF_AN_EDITOR.items()}
    assert found == wanted
    assert tasks(client).keys() == wanted.keys()


def test_a_reviewer_finds_what_others_changed_and_waits(records, people):
    waiting = under(sign_in(people["reviewer"]), "Waiting for your review")
    assert waiting == {records["review"], records["event in review"]}


def test_an_address_that_a_public_record_cites_is_a_task_for_reviewers_only(records, people):
    cited = records["unopened and cited"]
    records["good"].citations.create(source=cited)
    label = "Addresses that were not opened, or do not open"
    assert under(sign_in(people["editor"]), label) == {
        records["unopened"], records["broken"],
    }  # fmt: skip
    assert under(sign_in(people["reviewer"]), label) == {
        records["unopened"], records["broken"], cited,
    }  # fmt: skip


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
    guest = make_person("guest")
    assert tasks(sign_in(guest)) == {}
    assert "What there is to do" not in sign_in(guest).get("/admin/").text


def test_a_task_of_another_role_lists_nothing(records, people):
    page = sign_in(people["editor"]).get("/admin/catalogue/practice/", {"task": "review"})
    assert Practice.objects.exists()
    assert not page.context["cl"].result_list


def test_a_line_without_records_says_so(people):
    lines = tasks(sign_in(people["editor"]))
    assert len(lines) == 7
    assert not any(lines.values())
    assert sign_in(people["editor"]).get("/admin/").text.count("Nothing</dd>") == 7


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
    assert len(few) == len(many)


def test_every_task_is_offered_as_a_filter_of_its_list(people):
    client = sign_in(people["reviewer"])
    with_tasks = [pages for pages in admin.site._registry.values() if getattr(pages, "tasks", ())]
    assert len(with_tasks) == 5
    for pages in with_tasks:
        text = client.get(f"/admin/catalogue/{pages.opts.model_name}/").text
        for task in pages.tasks:
            assert f"?task={task.name}" in text


def test_a_paragraph_with_no_number_counts_as_unconfirmed(people):
    unknown = make_paragraph(number="")
    practice = make_practice(status="published", **VERIFIED, paragraphs=[unknown])
    label = "Published with a paragraph whose number is not confirmed"
    assert under(sign_in(people["editor"]), label) == {practice}
