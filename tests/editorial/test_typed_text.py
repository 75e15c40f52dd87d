"""What somebody types is not lost: sent twice, too late, or kept by the browser."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from catalogue import models
from catalogue.versions.history import get_versions
from catalogue.versions.revisions import begin_revision
from tests.admin.desk import address, decide, filled_in, list_address, said, save
from tests.admin.records import make_body, make_practice, make_sector, make_source
from tests.factories import record_changes

pytestmark = pytest.mark.django_db
ADD = list_address("practice", "add")
HERE = {"headers": {"origin": "http://testserver"}}


def fill_in_new(client, **typed):
    """Return what a browser sends of a new practice."""
    new = {"title": "Guards at ferries", "kind": "training", "_save": "Save"}
    return filled_in(client.get(ADD), **(new | typed))


@pytest.mark.parametrize("button", ["_save", "_submit", "_continue", "_addanother"])
def test_a_form_for_a_new_record_that_is_sent_twice_makes_one(editor, button):
    row = {"citations-TOTAL_FORMS": "1", "citations-0-source": make_source().pk}
    typed = fill_in_new(editor, _save=None) | row | {"citations-0-position": "1", button: "1"}
    editor.post(ADD, typed)
    answer = editor.post(ADD, typed, follow=True)
    practice = models.Practice.objects.get()
    assert answer.redirect_chain == [(address(practice), 302)]
    assert "The form was sent twice." in said(answer)
    assert practice.citations.count() == 1
    assert get_versions(practice).count() == 1


def test_an_organization_from_a_popup_is_made_once_and_chosen(editor):
    place = list_address("organization", "add") + "?_popup=1"
    typed = filled_in(
        editor.get(place),
        name="Ferry board",
        acronym="FB",
        slug="ferry-board",
        kind="international",
    )
    answers = [editor.post(place, typed | {"_popup": "1", "_save": "1"}) for _time in range(2)]
    body = models.Organization.objects.get()
    assert all(f"&quot;value&quot;: &quot;{body.pk}&quot;" in each.text for each in answers)


def test_a_form_that_is_sent_again_with_other_words_is_shown_again(editor):
    typed = fill_in_new(editor)
    editor.post(ADD, typed)
    answer = editor.post(ADD, typed | {"title": "Guards at stations"})
    assert "This form is saved already as GP-0001" in said(answer)
    assert models.Practice.objects.count() == 1
    again = filled_in(answer)
    assert again["title"] == "Guards at stations"
    editor.post(ADD, again | {"_save": "1"})
    assert models.Practice.objects.count() == 2


def test_a_form_of_a_record_that_is_sent_twice_is_saved_and_submitted_once(editor):
    practice = make_practice()
    typed = filled_in(editor.get(address(practice)), title="Once") | {"_submit": "1"}
    editor.post(address(practice), typed)
    answer = editor.post(address(practice), typed, follow=True)
    practice.refresh_from_db()
    assert (practice.title, practice.status) == ("Once", "in_review")
    assert "Its status is" not in said(answer)


def test_what_the_browser_kept_is_shown_again_and_not_saved(editor):
    sector, source = make_sector(label="Ferries"), make_source(title="Ferry manual")
    practice = make_practice(title="Before")
    typed = filled_in(editor.get(address(practice)), title="", sectors=[sector.pk])
    typed |= {"citations-TOTAL_FORMS": "2", "citations-1-source": source.pk}
    typed |= {"citations-1-locator": "p. 3", "_restore": "1"}
    answer = editor.post(address(practice), typed)
    assert not answer.context["errors"]
    assert "data-unsaved" in answer.text
    shown = filled_in(answer)
    assert shown["sectors"] == [str(sector.pk)]
    assert "title" not in shown
    assert shown["citations-1-locator"] == "p. 3"
    assert f'value="{source.pk}" selected>Ferry manual' in answer.text
    practice.refresh_from_db()
    assert (practice.title, practice.citations.count()) == ("Before", 1)


def test_what_the_browser_kept_is_merged_with_what_was_saved_since(editor, reviewer):
    with record_changes(comment="Written."):
        practice = make_practice(title="Before", summary="Before.")
        practice.save()
    typed = filled_in(editor.get(address(practice)), title="Mine")
    save(reviewer, practice, title="Theirs", summary="Theirs.")
    answer = editor.post(address(practice), typed | {"_restore": "1"})
    [conflict] = answer.context["conflicts"]
    assert (conflict.saved, conflict.typed) == ("Theirs", "Mine")
    shown = filled_in(answer)
    assert (shown["title"], shown["summary"]) == ("Mine", "Theirs.")


def test_a_comment_that_the_browser_kept_is_shown_again(editor, reviewer):
    practice = make_practice()
    save(editor, practice, _submit="1")
    place = address(practice).replace("change", "move/return")
    answer = reviewer.post(place, {"text": "Which page?", "_restore": "1"})
    assert "Which page?</textarea>" in answer.text
    practice.refresh_from_db()
    assert practice.status == "in_review"


class TestTooLate:
    """The session has ended, or the record is locked: the page shows what was typed."""

    def test_without_a_session_the_page_leads_back_to_the_form(self, editor):
        sector = make_sector(label="Confidential")
        practice = make_practice(title="A draft of ours")
        typed = filled_in(editor.get(address(practice)), title="Mine", sectors=[sector.pk])
        answer = Client().post(address(practice), typed, **HERE)
        assert answer.status_code == 403
        assert '<dt>Title</dt><dd dir="auto">Mine</dd>' in answer.text
        assert f"/admin/login/?{urlencode({'next': address(practice)})}" in answer.text
        assert "Confidential" not in answer.text, "names of records are for those who may see them"
        assert "A draft of ours" not in answer.text

    def test_a_form_with_an_old_token_is_shown(self, editor, person):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person("reviewer"))
        answer = client.post(ADD, fill_in_new(editor), **HERE)
        assert answer.status_code == 403
        assert "Guards at ferries" in answer.text
        assert f'href="{ADD}"' in answer.text

    def test_a_form_of_another_site_is_not_shown(self, editor):
        typed = fill_in_new(editor)
        for headers in ({}, {"origin": "https://evil.example"}):
            answer = Client(enforce_csrf_checks=True).post(ADD, typed, headers=headers)
            assert "Guards at ferries" not in answer.text

    @pytest.mark.parametrize("place", ["/admin/password_change/", "/admin/auth/user/add/"])
    def test_passwords_are_not_shown(self, place, db):
        typed = {"old_password": "s3cret-old", "password1": "s3cret-new", "username": "ann"}
        for client in (Client(), Client(enforce_csrf_checks=True)):
            assert "s3cret" not in client.post(place, typed, follow=True, **HERE).text

    def test_a_record_published_meanwhile(self, editor, reviewer, person):
        practice = make_practice()
        save(editor, practice, _submit="1")
        typed = filled_in(editor.get(address(practice)), title="Mine", sectors=[make_sector().pk])
        decide(reviewer, practice, "publish")
        answer = editor.post(address(practice), typed)
        assert answer.status_code == 403
        assert '<dt>Title</dt><dd dir="auto">Mine</dd>' in answer.text
        assert answer.text.count('class="menu"') == 1
        assert "nav-sidebar" not in answer.text
        assert models.Sector.objects.last().label in answer.text


def default_button(page):
    """Return the name of the button that Enter in a field presses: the first one of the form."""
    name = re.search(r'<form[^>]*id="(\w+_form)".*?</form>', page.text, re.DOTALL)[1]
    inside = re.search(rf'<form[^>]*id="{name}".*?</form>', page.text, re.DOTALL)[0]
    buttons = re.findall(r"<(?:button|input)[^>]*type=.submit[^>]*>", page.text)
    own = [each for each in buttons if each in inside or f'form="{name}"' in each]
    return re.search(r'name="(\w+)"', own[0])[1]


def test_enter_in_a_field_saves_and_does_nothing_else(editor, reviewer, person):
    draft, in_review = make_practice(), make_practice()
    save(editor, in_review, _submit="1")
    revision = begin_revision(make_practice(status="published"), by=person("writer"))
    body = make_body(status="published")
    places = [ADD, address(draft), address(in_review), address(revision), address(body, "propose")]
    for client in (editor, reviewer):
        assert {place: default_button(client.get(place)) for place in places} == dict.fromkeys(
            places, "_save"
        )
