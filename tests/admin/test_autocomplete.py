"""Every relation is looked up by typing; no page loads a whole table into a list of options."""

import json

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.urls import reverse

from tests.admin.desk import save
from tests.admin.records import (
    EVERY,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)


def admins():
    """Return the admin of each model of the catalogue, by model name."""
    return {
        model._meta.model_name: pages
        for model, pages in admin.site._registry.items()
        if model._meta.app_label == "catalogue"
    }


def fields_of(noun, request):
    """Return every field of the page of a noun and of its rows, each with a name to complain by."""
    pages, record = admins()[noun], EVERY[noun]()
    for name, field in pages.get_form(request, record, change=True)().fields.items():
        yield f"{noun}.{name}", field
    for formset, rows in pages.get_formsets_with_inlines(request, record):
        for name, field in formset.form.base_fields.items():
            yield f"{type(rows).__name__}.{name}", field


def is_looked_up(field):
    """Say whether a relation is chosen by typing."""
    widget = getattr(field.widget, "widget", field.widget)
    return isinstance(widget, AutocompleteSelect | AutocompleteSelectMultiple)


@pytest.fixture
def request_of_a_superuser(rf, person):
    request = rf.get("/admin/")
    request.user = person("superuser")
    return request


def relations(noun, request):
    """Return the fields of a page that are relations."""
    return [
        (name, field)
        for name, field in fields_of(noun, request)
        if isinstance(field, forms.ModelChoiceField)
    ]


@pytest.mark.parametrize("noun", EVERY)
def test_every_relation_is_looked_up(request_of_a_superuser, noun):
    loaded = [
        name for name, field in relations(noun, request_of_a_superuser) if not is_looked_up(field)
    ]
    assert loaded == []


def test_the_walk_sees_relations_of_the_page_and_of_its_rows(request_of_a_superuser):
    names = {name for name, _ in relations("practice", request_of_a_superuser)}
    assert {
        "practice.sectors",
        "PracticeCitationInline.source",
        "InvolvementInline.organization",
        "BasisInline.paragraph",
        "PracticeRelationInline.other",
    } <= names


def look_up(client, field, term, model="practice"):
    """Return what is offered for the words typed into a relation."""
    asked = {"app_label": "catalogue", "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), asked)
    return [row["text"] for row in json.loads(answer.content)["results"]]


def test_a_retired_word_is_not_offered_but_found_in_its_vocabulary(editor):
    make_sector(label="Railway stations")
    retired = make_sector(label="Railway depots", retired=True)
    assert look_up(editor, "sectors", "railway") == ["Railway stations"]
    found = editor.get("/admin/catalogue/sector/", {"q": "railway"})
    assert retired in found.context["cl"].result_list


def test_a_paragraph_is_found_by_its_resolution_and_number(editor):
    resolution = make_resolution(symbol="S/RES/2341 (2017)", number=2341)
    make_paragraph(resolution=resolution, number="3(b)")
    make_paragraph(resolution=resolution, number="4")
    assert look_up(editor, "paragraph", "2341-3", "basis") == ["S/RES/2341 (2017), para. 3(b)"]


def test_looking_up_asks_once_for_any_number_of_answers(editor, django_assert_max_num_queries):
    for _ in range(15):
        EVERY["operativeparagraph"]()
    with django_assert_max_num_queries(6):
        assert len(look_up(editor, "paragraph", "called", "basis")) == 15


def test_looking_up_changes_nothing(editor):
    practice = make_practice()
    before = practice.updated_at
    assert look_up(editor, "other", practice.code, "practicerelation") == [str(practice)]
    practice.refresh_from_db()
    assert (practice.status, practice.updated_at) == ("draft", before)


def test_a_nul_that_is_looked_up_is_a_blank(editor):
    source = make_source(title="Compendium of practices")
    assert look_up(editor, "source", "compendium\0practices", "practicecitation") == [str(source)]


@pytest.mark.parametrize("key", ["\0", "x", "1.5", "-1", "9" * 40])
def test_what_is_no_key_is_a_wrong_choice_on_the_same_page(editor, key):
    practice = make_practice()
    answer = save(editor, practice, citations__0__source=key, sectors=[key])
    assert answer.status_code == 200
    assert answer.text.count("errorlist") >= 2
