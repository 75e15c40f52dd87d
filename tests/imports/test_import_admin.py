"""Importing at the desk: hand a file in, look, apply, take it back; by those who may, over HTTP."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from reversion.models import Revision

from catalogue import models
from catalogue.editorial.models import ProposedChange
from catalogue.imports import admin as pages
from catalogue.imports.models import Import
from catalogue.versions import history
from tests.admin.desk import address, list_address, said
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_practice,
    make_source,
)
from tests.imports.tables import NEW, written

pytestmark = pytest.mark.django_db

NOUNS = list(NEW)


def hand_in(client, data, noun="practice", name="table.csv", **fields):
    """Hand a file in, and return the page to which that leads."""
    file = SimpleUploadedFile(name, data)
    return client.post(list_address(noun, "import"), {"file": file, **fields}, follow=True)


def press(client, found, step):
    """Press the button that applies or undoes an import."""
    noun = f"admin:catalogue_{found.noun}"
    return client.post(reverse(f"{noun}_import_{step}", args=[found.pk]), follow=True)


def rows_for(noun) -> bytes:
    """Return a table with a new record."""
    return written(({"code": ""} if noun in ("practice", "event") else {}) | NEW[noun])


def model_of(noun):
    """Return the model of a noun."""
    return getattr(models, noun.capitalize())


@pytest.mark.parametrize("noun", NOUNS)
def test_from_the_list_to_the_import_and_back(editor, noun):
    assert list_address(noun, "import") in editor.get(list_address(noun)).text
    looked = hand_in(editor, rows_for(noun), noun, why="From the report.")
    found, model = Import.objects.get(), model_of(noun)
    assert "Import: 1 new, 0 changed" in looked.text
    assert not model.objects.exists()
    done = press(editor, found, "apply")
    record = model.objects.get()
    assert said(done) == "Imported."
    assert address(record) in done.text
    assert "Imported records (1)" in done.text
    assert history.get_versions(record).get().revision.comment == "From the report."
    assert Revision.objects.count() == 1
    undone = press(editor, found, "undo")
    assert said(undone) == "Undone."
    assert not model.objects.exists()
    assert "table.csv" in editor.get(list_address(noun, "import")).text


@pytest.fixture
def clients(seat):
    """Return a browser for every role."""
    found = {role: seat(role) for role in ("superuser", "reviewer", "editor")}
    for role, staff in (("staff of no group", True), ("no staff", False)):
        found[role] = Client()
        found[role].force_login(User.objects.create_user(role, is_staff=staff))
    return found | {"nobody": Client()}


MAY = {"superuser", "reviewer", "editor"}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_role_meets_every_page_as_it_should(clients, noun):
    hand_in(clients["superuser"], rows_for(noun), noun)
    found = Import.objects.get()
    addresses = [
        list_address(noun, "import"),
        *(
            reverse(f"admin:catalogue_{noun}_import_{page}", args=[found.pk])
            for page in ("look", "file", "apply", "undo")
        ),
    ]
    for role in clients.keys() - MAY:
        refused = 403 if role == "staff of no group" else 302
        for each in addresses:
            assert clients[role].get(each).status_code in (refused, 405), (role, each)
            assert clients[role].post(each, {"file": "x"}).status_code == refused, (role, each)
    for role in MAY:
        assert [clients[role].get(each).status_code for each in addresses] == [
            200, 200, 200, 405, 405,
        ], role  # fmt: skip
    assert Import.objects.get().state == "previewed"
    assert not model_of(noun).objects.exists()


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", ["superuser", "reviewer", "editor"])
def test_each_role_that_may_import_can(seat, role, noun):
    client = seat(role)
    hand_in(client, rows_for(noun), noun)
    press(client, Import.objects.get(), "apply")
    assert model_of(noun).objects.get().status == "draft"


def test_the_list_offers_no_import_to_who_may_not(seat, person):
    looker = User.objects.create_user("looker", is_staff=True)
    view = person("editor").groups.get().permissions.get(codename="view_practice")
    looker.user_permissions.add(view)
    client = Client()
    client.force_login(looker)
    page = client.get(list_address("practice"))
    assert page.status_code == 200
    assert list_address("practice", "import") not in page.text


def test_a_preview_of_somebody_else_is_read_and_not_applied(editor, reviewer):
    hand_in(editor, rows_for("practice"))
    found = Import.objects.get()
    page = reviewer.get(reverse("admin:catalogue_practice_import_look", args=[found.pk]))
    assert "editor made this preview" in page.text
    assert press(reviewer, found, "apply").status_code == 403
    assert not models.Practice.objects.exists()


def test_an_import_is_found_among_those_of_its_noun_only(editor):
    hand_in(editor, rows_for("practice"))
    key = Import.objects.get().pk
    for page in ("import_look", "import_file"):
        answer = editor.get(reverse(f"admin:catalogue_event_{page}", args=[key]), follow=True)
        assert answer.redirect_chain == [(list_address("event", "import"), 302)]
        assert "This preview has expired" in said(answer)


def test_tabs_with_previews_do_not_disturb_each_other_and_say_if_one_is_gone(editor):
    tables = [written({"code": "", **NEW["practice"], "title": f"In tab {n}"}) for n in (1, 2)]
    for table in tables:
        hand_in(editor, table)
    second, first = Import.objects.order_by("-pk")
    for found in (first, second):
        assert said(press(editor, found, "apply")) == "Imported."
    assert models.Practice.objects.count() == 2
    hand_in(editor, tables[0])
    gone = Import.objects.order_by("-pk")[0]
    Import.objects.filter(pk=gone.pk).delete()
    assert "Upload the file again" in said(press(editor, gone, "apply"))


def test_how_a_file_was_read_and_what_was_not_read_is_said(editor):
    row = {"Code ": "", **NEW["event"], "start": "24/04/2018", "Remarks by Ann": "x", "version": 1}
    page = hand_in(editor, written(row), "event")
    assert "Dates in “start” were read as day, month, year: 24/04/2018 is 2018-04-24." in page.text
    assert "Not read, since the catalogue has no such column: Remarks by Ann." in page.text
    assert "1 column ignored" in page.text
    assert "The file has names of columns, and no rows." in hand_in(editor, b"title,kind\n").text


def test_errors_are_shown_with_row_column_and_words_and_nothing_can_be_applied(editor):
    rows = [{"code": "", **NEW["practice"]}, {"code": "", "title": "<b>", "kind": "tol"}]
    page = hand_in(editor, written(*rows))
    assert "Errors (1)" in page.text
    assert re.search(r"<dt>kind</dt><dd dir=\"auto\">.*is unknown; use", page.text)
    assert "&lt;b&gt;" in page.text
    assert "Nothing was imported" in page.text
    assert "import_apply" not in page.text
    answer = press(editor, Import.objects.get(), "apply")
    assert answer.status_code == 409
    assert not models.Practice.objects.exists()


def test_a_change_is_shown_old_and_new(editor, practice):
    page = hand_in(editor, written({"code": practice.code, "title": "New"}))
    assert re.search(r"<del>.*As readers see it</del> <ins>.*New</ins>", page.text)
    assert "the change goes into a revision" in page.text


@pytest.mark.parametrize(("noun", "place"), [("practice", "countries"), ("event", "country")])
def test_what_may_be_there_already_is_shown_with_a_link_and_hinders_nobody(editor, noun, place):
    country = make_country()
    title = "Road map for the protection of vulnerable targets"
    make_one = {"practice": make_practice, "event": make_event}[noun]
    there = make_one(title=title, **{place: [country] if place == "countries" else country})
    row = {"code": "", **NEW[noun], "title": f"{title}, 2018", place: country.code}
    page = hand_in(editor, written(row), noun)
    assert "Possible duplicates:" in page.text
    assert re.search(
        rf'<a href="{address(there)}">[^<]*</a>: a similar title, in common', page.text
    )
    press(editor, Import.objects.get(), "apply")
    assert model_of(noun).objects.count() == 2


def test_records_that_cite_the_same_source_are_shown_too(editor):
    source = make_source()
    there = make_practice(sources=[source])
    row = {"code": "", **NEW["practice"], "sources_title": "", "sources_url": source.url}
    page = hand_in(editor, written(row))
    assert re.search(rf'<a href="{address(there)}">[^<]*</a>: the same source', page.text)


def test_the_numbers_are_links_to_the_rows_that_they_count(editor, monkeypatch):
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    old = [make_practice(status="draft") for _ in range(3)]
    rows = [{"code": each.code, "title": f"New {each.code}", "kind": "tool"} for each in old]
    page = hand_in(editor, written({"code": "", **NEW["practice"]}, *rows))
    here = page.redirect_chain[0][0]
    told = dict(re.findall(r'\?show=(\w+)"[^>]*>[^<]* [(](\d+)[)]<', page.text))
    assert told == {"create": "1", "update": "3"}
    for kind, number in told.items():
        shown = [
            row
            for n in (1, 2)[: 1 + (number > "2")]
            for row in editor.get(here, {"show": kind, "page": n}).context["page"]
        ]
        assert len(shown) == int(number)
        assert {row["action"] for row in shown} == {kind}
    assert f"{here}?show=update&amp;page=2" in editor.get(here, {"show": "update"}).text


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "The file is empty."), (b"x" * (21 << 20), "at most 20 MB"), (b"a,b\n1,2\n", "no col")],
)
def test_a_file_that_is_no_table_is_refused_on_the_page_where_it_was_handed_in(editor, data, words):
    answer = hand_in(editor, data)
    assert answer.status_code == 400
    assert words in answer.text
    assert "Nothing was changed" in answer.text
    assert not Import.objects.exists()


def test_without_a_file_the_form_says_so(editor):
    answer = editor.post(list_address("practice", "import"), {})
    assert answer.status_code == 400
    assert "This field is required." in answer.text


def test_an_import_that_the_catalogue_moved_on_from_is_refused_whole(editor):
    first, second = (make_practice(status="draft", title=title) for title in ("A", "B"))
    rows = [{"code": each.code, "title": f"New {each.title}"} for each in (first, second)]
    hand_in(editor, written(*rows))
    second.save()
    answer = press(editor, Import.objects.get(), "apply")
    assert answer.status_code == 409
    assert "records were changed after the preview" in answer.text
    assert f"Row 3: {second}" in answer.text
    first.refresh_from_db()
    assert first.title == "A"
    assert not Revision.objects.exists()


def test_an_undo_that_is_refused_names_who_is_in_its_way_and_changes_nothing(editor):
    hand_in(editor, rows_for("practice"))
    found = Import.objects.get()
    press(editor, found, "apply")
    practice = models.Practice.objects.get()
    practice.save()
    answer = press(editor, found, "undo")
    assert answer.status_code == 409
    assert f"{practice} was changed after the import." in answer.text
    assert models.Practice.objects.count() == 1


def test_a_change_of_a_public_body_is_proposed_until_its_import_is_undone(editor):
    body = make_organization(name="Old")
    table = written({"slug": body.slug, "name": "New"})
    assert "another person confirms it" in hand_in(editor, table, "organization").text
    found = Import.objects.get()
    press(editor, found, "apply")
    body.refresh_from_db()
    assert (body.name, ProposedChange.objects.get().record) == ("Old", body)
    press(editor, found, "undo")
    assert not ProposedChange.objects.exists()


def test_the_file_is_given_back_as_it_was_handed_in(editor):
    data = rows_for("practice")
    hand_in(editor, data, name="=cmd|' ü.csv")
    page = reverse("admin:catalogue_practice_import_file", args=[Import.objects.get().pk])
    answer = editor.get(page)
    assert answer.getvalue() == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
