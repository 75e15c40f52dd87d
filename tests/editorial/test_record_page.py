"""The page of a record: its contents beside it, its errors listed with links, its rows numbered."""

import re

import pytest
from django.contrib import admin

from tests import factories
from tests.admin.desk import address, filled_in, list_address, save
from tests.admin.records import PUBLISHABLE, make_practice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_the_contents_lead_to_every_part_of_the_form(editor, noun):
    page = editor.get(address(PUBLISHABLE[noun]()))
    headings = re.findall(r'<h2 id="([^"]+)" class="(?:fieldset|inline)-heading">', page.text)
    assert [part.anchor for part in page.context["contents"]] == headings


def test_the_contents_count_rows(editor):
    practice = make_practice(sources=[factories.make_source(), factories.make_source()])
    contents = editor.get(address(practice)).context["contents"]
    numbers = {part.anchor: part.number for part in contents if part.number is not None}
    assert numbers["citations-heading"] == 2
    assert numbers["evidence-heading"] == 0


def test_every_error_is_listed_with_a_link_to_its_field(editor):
    practice = make_practice(sources=[factories.make_source()])
    page = save(editor, practice, title="", started="soon", citations__0__source=None)
    errors = {error.anchor: error.label for error in page.context["listed_errors"]}
    assert errors == {
        "id_title": "Title",
        "id_started": "Started",
        "id_citations-0-source": "Citations, row 1: Source",
    }
    assert 'tabindex="-1" autofocus' in page.text  # so that the list is read out
    for anchor in errors:
        assert f'href="#{anchor}"' in page.text
        assert f'id="{anchor}"' in page.text


def test_new_rows_come_after_the_others(editor):
    practice = make_practice(sources=[factories.make_source()])
    page = editor.get(address(practice))
    formset = next(
        each.formset
        for each in page.context["inline_admin_formsets"]
        if each.formset.prefix == "citations"
    )
    last = practice.citations.get().position
    assert formset.empty_form["position"].value() == last + 1


def test_a_new_row_with_nothing_but_a_number_is_no_row(editor):
    practice = make_practice()
    number = practice.citations.count()
    page = editor.get(address(practice))
    data = filled_in(page, citations__TOTAL_FORMS=number + 1)
    data |= {f"citations-{number}-position": "7", "_save": "Save"}
    assert editor.post(address(practice), data).status_code == 302
    assert practice.citations.count() == number


def test_the_menu_has_each_model_in_one_group(seat):
    client = seat("superuser")
    groups = client.get("/admin/").context["available_apps"]
    assert [group["name"] for group in groups] == ["Records", "Sources", "Vocabularies", "People"]
    names = [model["object_name"] for group in groups for model in group["models"]]
    assert sorted(names) == sorted(model.__name__ for model in admin.site._registry)
    people = {model["object_name"] for model in groups[-1]["models"]}
    assert {"User", "Group"} <= people
    ours = {m.__name__ for m in admin.site._registry if m._meta.app_label == "catalogue"}
    assert not people & ours


def test_the_page_of_an_application_is_the_first_page(editor):
    assert editor.get("/admin/catalogue/").url == "/admin/"


def test_a_list_of_drafts_says_who_wrote_them_and_what_they_lack(editor):
    make_practice(sectors=[])
    page = editor.get(list_address("practice"), {"status__exact": "draft"})
    assert "Add: a sector" in page.text
    assert {"author", "submission", "completeness"} <= set(page.context["cl"].list_display)
    every = editor.get(list_address("practice"))
    assert "completeness" not in every.context["cl"].list_display


def test_a_filter_with_many_values_is_looked_up(editor):
    countries = [factories.make_country() for _number in range(31)]
    found = make_practice(countries=countries, title="Here")
    make_practice(title="Elsewhere")
    page = editor.get(list_address("practice"), {"q": "Here"})
    assert f'<option value="{countries[0].pk}">{countries[0].name}</option>' in page.text
    assert '<input type="hidden" name="q" value="Here">' in page.text
    asked = {"countries__id__exact": countries[0].pk}
    page = editor.get(list_address("practice"), asked)
    assert list(page.context["cl"].result_list) == [found]
    assert f"<strong>{countries[0].name}</strong>" in page.text
    unused = factories.make_country(name="Atlantis")
    page = editor.get(list_address("practice"), {"countries__id__exact": unused.pk})
    assert list(page.context["cl"].result_list) == []
    assert "<strong>Atlantis</strong>" in page.text, "what leaves the list empty is said"
    assert (
        editor.get(list_address("practice"), {"countries__id__exact": "9" * 30}).status_code < 500
    )


def test_filters_are_closed_and_say_what_is_chosen(editor):
    make_practice()
    page = editor.get(list_address("practice"), {"status__exact": "draft"})
    assert "<details open" not in page.text
    assert "<summary>Status: <strong>Draft</strong></summary>" in page.text
