"""Every field that an editor fills in says what belongs there, with an example."""

import pytest
from django.contrib import admin

from tests.admin.records import EVERY, FOR_REVIEWERS

pytestmark = pytest.mark.django_db
#: Fields that Django puts into every form of rows, and the token of the edit: nobody fills them in.
UNSEEN = {"id", "DELETE", "edit_token"}
#: Rows name the record that they are in by a hidden field.
NOUNS = sorted(EVERY.keys() - FOR_REVIEWERS)


def pages_of(noun):
    return next(
        pages for model, pages in admin.site._registry.items() if model._meta.model_name == noun
    )


@pytest.fixture
def request_of_a_reviewer(rf, person):
    request = rf.get("/admin/")
    request.user = person("superuser")
    return request


def fields_of(noun, request):
    """Return each field of the form of a noun and of its rows, with a name to complain by."""
    pages, record = pages_of(noun), EVERY[noun]()
    for name, field in pages.get_form(request, record, change=True).base_fields.items():
        yield f"{noun}.{name}", field
    for formset, rows in pages.get_formsets_with_inlines(request, record):
        for name, field in formset.form.base_fields.items():
            yield f"{type(rows).__name__}.{name}", field


@pytest.mark.parametrize("noun", NOUNS)
def test_each_field_has_a_help_text_with_an_example(request_of_a_reviewer, noun):
    fields = dict(fields_of(noun, request_of_a_reviewer))
    silent = [
        name
        for name, field in fields.items()
        if name.rpartition(".")[2] not in UNSEEN and "for example" not in field.help_text.lower()
    ]
    assert silent == []
    assert len(fields) > 5


def test_the_walk_sees_fields_of_the_page_and_of_its_rows(request_of_a_reviewer):
    names = {name for name, _field in fields_of("practice", request_of_a_reviewer)}
    assert {"practice.safeguards", "practice.review_due_on", "BasisInline.reason"} <= names
    assert set(NOUNS) == {
        "event", "operativeparagraph", "organization", "practice", "resolution", "source",
    }  # fmt: skip
