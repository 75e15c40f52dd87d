"""A published record is changed in a revision: readers see nothing of it until it is published."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from catalogue.models import Event, Practice
from catalogue.versions import history, revisions
from tests.admin.desk import address, decide, said, save
from tests.admin.test_autocomplete import look_up
from tests.factories import (
    make_event,
    make_organization,
    make_practice,
    make_sector,
    record_changes,
)
from tests.versions.desk import begin, content

pytestmark = pytest.mark.django_db

WORD = "zqrevised"
EXITS = [
    "/practices/", "/practices/?q=zqrevised", "/practices.csv", "/practices.csv?q=zqrevised",
    "/practices.json", "/practices.atom", "/practices.xlsx", "/events.csv", "/events/",
    "/search/?q=zqrevised", "/sitemap.xml", "/coverage.csv", "/", "/statistics/",
]  # fmt: skip


def text_of(response) -> str:
    body = response.getvalue() if response.streaming else response.content
    return body.decode("utf-8", "replace")


def test_the_public_sees_the_published_text_until_a_reviewer_publishes(editor, reviewer, practice):
    revision = begin(editor, practice)
    save(editor, revision, title=f"{WORD} title", change_note="New edition.", _submit="1")
    for address_of in [*EXITS, practice.get_absolute_url()]:
        shown = Client().get(address_of)
        assert f"{WORD} title" not in text_of(shown), address_of
        assert revision.code not in text_of(shown), address_of
    assert f"/practices/{practice.code}" not in Client().get("/search/?q=zqrevised").text
    assert "As readers see it" in Client().get(practice.get_absolute_url()).text
    decide(reviewer, revision, "publish")
    practice.refresh_from_db()
    assert f"{WORD} title" in Client().get(practice.get_absolute_url()).text
    for shown in ("/practices/", "/practices.csv", "/practices.atom"):
        assert f"{WORD} title" in text_of(Client().get(shown)), shown
    assert practice.get_absolute_url() in Client().get("/search/?q=zqrevised").text


def test_a_revision_has_no_page_and_no_entry_anywhere(editor, practice):
    revision = begin(editor, practice)
    assert revision.code.startswith("RV-")
    assert Client().get(f"/practices/{revision.code}/").status_code == 404
    assert Client().get(revision.get_absolute_url()).status_code == 404
    assert Client().get(f"/practices/{revision.code}.bib").status_code == 404
    for noun in ("practices", "events"):
        assert Client().get(f"/{noun}.csv", {"q": revision.code})["X-Total-Count"] == "0"
    assert f"/practices/{revision.code}" not in Client().get(f"/search/?q={revision.code}").text


def test_a_revision_is_offered_nowhere_as_another_record(editor, practice):
    begin(editor, practice)
    assert look_up(editor, "other", "As readers", "practicerelation") == [str(practice)]
    event = make_event(title="A conference")
    begin(editor, event)
    assert look_up(editor, "events", "conference") == [str(event)]


def test_relations_and_rows_come_along_and_back(editor, reviewer, practice):
    whole = content(practice)
    revision = begin(editor, practice)
    assert content(revision) == whole
    assert content(practice) == whole
    new = make_sector()
    changed = {"sectors": [new.pk], "citations__0__locator": "p. 12", "change_note": "Page."}
    save(editor, revision, **changed, _submit="1")
    assert content(practice) == whole
    decide(reviewer, revision, "publish")
    practice.refresh_from_db()
    assert list(practice.sectors.all()) == [new]
    assert practice.citations.get().locator == "p. 12"
    assert content(practice)[1][1:] == whole[1][1:]
    assert practice.version == 2
    assert not Practice.objects.filter(revises__isnull=False).exists()


def test_codes_addresses_and_dates_of_the_record_stay(editor, reviewer, practice):
    kept = (practice.pk, practice.code, practice.published_at, practice.author)
    revision = begin(editor, practice)
    save(editor, revision, title="Another title", change_note="Title.", _submit="1")
    decide(reviewer, revision, "publish")
    practice.refresh_from_db()
    assert (practice.pk, practice.code, practice.published_at, practice.author) == kept
    assert practice.changed_by.username == "editor"
    assert practice.reviewer.username == "reviewer"


def test_the_codes_of_records_are_not_used_up_by_revisions(editor, practice):
    before = int(practice.code.removeprefix("GP-"))
    begin(editor, practice)
    begin(editor, make_practice())
    assert int(make_practice().code.removeprefix("GP-")) == before + 3


def test_there_is_one_open_revision_of_a_record(editor, reviewer, practice):
    first = begin(editor, practice)
    assert begin(reviewer, practice) == first
    page = editor.get(address(practice))
    assert page.context["revision"] == first
    assert "Change this record" not in page.text
    assert history.get_versions(first).count() == 1


def test_who_submitted_the_revision_does_not_publish_it(reviewer, practice):
    revision = begin(reviewer, practice)
    save(reviewer, revision, title="Another title", change_note="Title.", _submit="1")
    told = said(decide(reviewer, revision, "publish"))
    assert "another reviewer must publish it" in told
    practice.refresh_from_db()
    assert practice.title == "As readers see it"


def test_a_change_note_is_asked_for(editor, practice):
    revision = begin(editor, practice)
    answer = save(editor, revision, title="Another title")
    assert answer.context["adminform"].form.errors.keys() == {"change_note"}
    save(editor, revision, title="Another title", change_note="Title corrected.")
    assert history.get_versions(revision).first().revision.comment == "Title corrected."


def test_a_reviewer_sees_what_a_revision_changes(editor, reviewer, practice):
    revision = begin(editor, practice)
    page = reviewer.get(address(revision, "changes"))
    assert "Nothing yet." in page.text
    save(editor, revision, title="As readers will see it", change_note="Tense.", _submit="1")
    assert f'href="{address(revision, "changes")}"' in reviewer.get(address(revision)).text
    shown = reviewer.get(address(revision, "changes"))
    assert [field.label for field in shown.context["fields"]] == ["Title", "Change note"]
    assert '<ins><span class="visually-hidden">added: </span>will </ins>' in shown.text


def test_what_is_not_published_has_no_revision(editor, person):
    for status in ("draft", "in_review", "withdrawn"):
        record = make_practice(status=status, withdrawal_reason="Superseded.")
        with pytest.raises(ValidationError, match="Only a published record"):
            revisions.begin_revision(record, by=person(f"e{status}"))
        told = said(editor.post(address(record, "revise"), follow=True))
        assert "Only a published record" in told
    assert not Practice.objects.filter(revises__isnull=False).exists()


def test_an_event_is_revised_with_its_rows_and_what_names_it(editor, reviewer):
    with record_changes(comment="Loaded."):
        event = make_event(title="A meeting", organizations=[make_organization()])
        event.save()
    practice = make_practice(events=[event])
    revision = begin(editor, event)
    save(editor, revision, title="A better title", change_note="Title.", _submit="1")
    decide(reviewer, revision, "publish")
    event.refresh_from_db()
    assert (event.title, event.version, event.participations.count()) == ("A better title", 2, 1)
    assert list(practice.events.all()) == [event]
    assert Event.objects.count() == 1
