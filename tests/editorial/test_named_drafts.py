"""A record that names drafts is decided about together with them, in one step or not at all."""

import re

import pytest

from catalogue.models import Organization, Practice
from catalogue.versions import history
from tests.admin.conftest import make_person
from tests.admin.desk import address, choose, move, said, save
from tests.admin.records import make_practice, submit
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    """Return the draft of an organization."""
    return make_organization(name="Auxiliary Forces", status="draft")


@pytest.fixture
def practice(body):
    """Return the draft of a practice that names the organization."""
    return make_practice(organizations=[body])


def confirm(client, record, name, also=None):
    """Open the page of a transition, and confirm it with the drafts that are ticked."""
    page = client.get(move(record, name))
    ticked = re.findall(r'name="also" value="([^"]+)" checked', page.text)
    return client.post(
        move(record, name),
        {"state": page.context["token"], "also": ticked if also is None else also},
        follow=True,
    )


def statuses(*records):
    """Return the statuses of records as the database holds them."""
    for record in records:
        record.refresh_from_db()
    return [record.status for record in records]


def test_both_are_submitted_and_then_published_in_one_step(editor, reviewer, practice, body):
    page = save(editor, practice, _submit="1")
    assert page.url == move(practice, "submit")
    text = editor.get(page.url).text
    assert "Submit for review, too: Auxiliary Forces" in text
    assert "Auxiliary Forces: Kind" in text  # what is decided about it
    page = confirm(editor, practice, "submit")
    assert "Auxiliary Forces: Submitted for review." in said(page)
    assert statuses(practice, body) == ["in_review", "in_review"]
    assert "Publish, too: Auxiliary Forces" in reviewer.get(move(practice, "publish")).text
    page = confirm(reviewer, practice, "publish")
    assert statuses(practice, body) == ["published", "published"]
    assert "Auxiliary Forces: Published." in said(page)
    assert body.submitted_by.username == "editor"
    assert body.reviewer.username == "reviewer"
    comment = history.get_versions(body).first().revision.comment
    assert "Published." in comment


def test_what_is_not_ticked_stays_a_draft(editor, reviewer, practice, body):
    confirm(editor, practice, "submit", also=[])
    assert statuses(practice, body) == ["in_review", "draft"]
    page = reviewer.get(move(practice, "publish"))
    assert "Nobody has submitted it" in page.text
    assert 'name="also"' not in page.text
    confirm(reviewer, practice, "publish", also=[f"also organization {body.pk}"])
    assert statuses(practice, body) == ["in_review", "draft"]
    confirm(reviewer, practice, "publish")
    assert statuses(practice, body) == ["published", "draft"]


def test_nobody_publishes_the_organization_that_they_submitted(reviewer, practice, body):
    submit(practice, make_person("editor"))
    submit(body, Practice._meta.get_field("author").related_model.objects.get(username="reviewer"))
    page = reviewer.get(move(practice, "publish"))
    assert "You submitted it, so another reviewer must publish it." in page.text
    assert 'name="also"' not in page.text


def test_a_change_of_either_meanwhile_refuses_both(reviewer, practice, body):
    writer = make_person("editor")
    submit(practice, writer), submit(body, writer)
    token = reviewer.get(move(practice, "publish")).context["token"]
    versions = [history.get_versions(each).count() for each in (practice, body)]
    Organization.objects.filter(pk=body.pk).update(website="https://other.example/")
    also = [f"also organization {body.pk}"]
    page = reviewer.post(move(practice, "publish"), {"state": token, "also": also}, follow=True)
    assert "Changed" in said(page)
    assert statuses(practice, body) == ["in_review", "in_review"]
    assert [history.get_versions(each).count() for each in (practice, body)] == versions


def test_the_list_says_it_too(reviewer, practice, body):
    submit(practice, make_person("editor"))
    chosen = {"action": "publish_selected", "_selected_action": [practice.pk]}
    page = reviewer.post("/admin/catalogue/practice/", chosen, follow=True)
    assert "It names what readers do not see: Organization: Auxiliary Forces" in page.text
    choose(reviewer, "practice", "publish", practice)
    assert statuses(practice, body) == ["published", "draft"]


def test_a_public_organization_is_no_question(editor, reviewer):
    practice = make_practice(organizations=[make_organization()])
    assert save(editor, practice, _submit="1").url == address(practice)
    assert "which readers do not see" not in reviewer.get(move(practice, "publish")).text
