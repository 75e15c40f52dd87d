"""Two people sign one state of a record before it is public; a change takes the first away."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from catalogue.editorial.workflow import is_signed, make_transition
from catalogue.models import Practice
from catalogue.versions import history
from catalogue.versions.restore import restore_version
from catalogue.versions.revisions import begin_revision
from tests.admin.desk import address, choose, decide, said, save
from tests.admin.records import PUBLISHABLE, make_practice, submit
from tests.factories import make_organization, make_paragraph, make_source, record_changes
from tests.imports.tables import bring_in, written

pytestmark = pytest.mark.django_db
NOUNS = [*PUBLISHABLE, "revision"]


def make_colleague(name, group):
    """Create an editor, a reviewer or a superuser by name."""
    person = User.objects.create_user(name, is_staff=True, is_superuser=group == "Superusers")
    person.groups.set(Group.objects.filter(name=group))
    return person


def make_record(noun, by=None):
    """Make a draft of a noun, or of a revision of a practice."""
    if noun != "revision":
        return PUBLISHABLE[noun]()
    return begin_revision(make_practice(status="published"), by=by)


def sign_in(user):
    """Return the browser of somebody."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer(db):
    """Return an editor who submits records."""
    return make_colleague("writer", "Editors")


@pytest.mark.parametrize("noun", NOUNS)
def test_who_publishes_after_whom(noun):
    """For every pair of people: who submitted, and who would publish."""
    groups = {"E": "Editors", "F": "Editors", "R": "Reviewers", "Q": "Reviewers", "S": "Superusers"}
    people = {name: make_colleague(name, group) for name, group in groups.items()}
    for first in people:
        for second in people:
            record = make_record(noun, people["E"])
            make_transition("submit", record, by=people[first])
            may = second in "RQS" and first != second
            if may:
                make_transition("publish", record, by=people[second])
                continue
            with pytest.raises((PermissionDenied, ValidationError)):
                make_transition("publish", record, by=people[second])
            record.refresh_from_db()
            assert record.status == "in_review"


# --- Every way in which a record in review is changed -----------------------------------------


def change_in_the_form(record, client, by):
    """Save the form with another title."""
    save(client, record, title="Changed")


def change_a_row(record, client, by):
    """Change nothing but a page number."""
    save(client, record, citations__0__locator="p. 99")


def change_by_an_import(record, client, by):
    """Apply a table with another title."""
    bring_in(written({"code": record.code, "title": "Changed"}), Practice, by)


def change_by_restoring(record, client, by):
    """Restore the first version."""
    restore_version(history.get_versions(record).last(), record, by=by)


def change_a_source(record, client, by):
    """Change the address of a source that the record cites."""
    source = record.citations.get().source
    source.url = "https://evil.example.net/"
    source.save()


def change_an_organization(record, client, by):
    """Change the name of an organization that the record names."""
    body = record.involvements.get().organization
    body.name = "Another name"
    body.save()


WAYS = [
    change_in_the_form, change_a_row, change_by_an_import, change_by_restoring, change_a_source,
    change_an_organization,
]  # fmt: skip


@pytest.mark.parametrize("change", WAYS)
def test_a_change_takes_the_signature_away_and_the_submitter_agrees(writer, change):
    reviewer = make_colleague("reviewer", "Reviewers")
    desk, own = sign_in(reviewer), sign_in(writer)
    with record_changes(comment="First."):
        practice = make_practice(title="As it was first")
        practice.save()
    practice.title = "As it was submitted"
    practice.save()
    submit(practice, writer)
    change(practice, desk, reviewer)
    practice.refresh_from_db()
    assert practice.status == "in_review"
    assert not is_signed(practice)
    assert "writer has to agree" in said(decide(desk, practice, "publish"))
    assert "writer has to agree" in choose(desk, "practice", "publish", practice).text
    assert "writer submitted it" in said(decide(desk, practice, "agree"))
    assert "agree if it is right" in own.get(address(practice)).text
    decide(own, practice, "agree")
    decide(desk, practice, "publish")
    practice.refresh_from_db()
    assert practice.is_public
    assert (practice.submitted_by, practice.reviewer) == (writer, reviewer)


def test_what_is_changed_back_is_as_it_was_signed(writer):
    practice = submit(make_practice(title="Signed"), writer)
    for title, signed in (("Other", False), ("Signed", True)):
        practice.title = title
        practice.save()
        assert is_signed(practice) is signed


@pytest.mark.parametrize("submitter", ["nobody", "left", "deleted"])
def test_without_an_active_submitter_every_editor_may_agree(writer, submitter):
    practice = make_practice(status="in_review")
    if submitter == "deleted":
        submit(practice, writer)
        writer.delete()
    if submitter == "left":
        submit(practice, writer)
        writer.is_active = False
        writer.save()
        practice.title = "Changed"
        practice.save()
    other = make_colleague("other", "Editors")
    decide(sign_in(other), practice, "agree")
    practice.refresh_from_db()
    assert (practice.submitted_by, is_signed(practice)) == (other, True)


def test_who_submits_alone_in_bulk_does_not_publish(db):
    """A reviewer takes loaded drafts that have no author through the list."""
    reviewer = sign_in(make_colleague("reviewer", "Reviewers"))
    drafts = [make_practice() for _ in range(3)]
    choose(reviewer, "practice", "submit", *drafts)
    told = choose(reviewer, "practice", "publish", *drafts).text
    assert told.count("You submitted it, so another reviewer must publish it.") >= 3
    for draft in drafts:
        draft.refresh_from_db()
        assert draft.status == "in_review"


@pytest.mark.parametrize("field", ["url_opened", "number_confirmed"])
def test_what_editors_note_at_once_takes_no_signature_away(writer, field):
    source, paragraph = make_source(url_opened=False), make_paragraph()
    practice = submit(make_practice(sources=[source], paragraphs=[paragraph]), writer)
    noted = source if field == "url_opened" else paragraph
    setattr(noted, field, True)
    noted.save()
    assert is_signed(practice)


def test_an_organization_may_be_published_while_its_practice_waits(writer):
    body = make_organization(status="draft")
    practice = submit(make_practice(organizations=[body]), writer)
    body.status = "published"
    body.save()
    assert is_signed(practice)


def test_the_form_has_no_button_that_publishes(writer):
    practice = submit(make_practice(), writer)
    page = sign_in(make_colleague("reviewer", "Reviewers")).get(address(practice)).text
    assert 'name="_publish"' not in page
    assert "Save and publish" not in page


def test_a_record_that_was_sent_back_is_signed_anew(writer):
    practice = submit(make_practice(), writer)
    decide(sign_in(make_colleague("reviewer", "Reviewers")), practice, "return", text="Which year?")
    practice.refresh_from_db()
    assert (practice.status, practice.submitted_state) == ("draft", None)
    assert "Which year?" in sign_in(writer).get(address(practice)).text
