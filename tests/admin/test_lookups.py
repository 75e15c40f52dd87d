"""A list of the desk is filtered by its own filters, and by nothing else in its address."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db.models import CharField, TextField
from django.urls import reverse

from tests.admin.conftest import make_person
from tests.admin.records import EVERY, make_practice

pytestmark = pytest.mark.django_db
SLOW = "^(a+)+$"  # for each further letter a text of letters takes twice as long


@pytest.fixture
def browser(seat):
    """Return the browser of a superuser, who sees all lists."""
    return seat("superuser")


def list_address(model) -> str:
    """Return the address of the list of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_list_takes_a_lookup_that_no_filter_uses(model, browser):
    texts = [each for each in model._meta.fields if isinstance(each, CharField | TextField)]
    tried = [f"{text.name}__{lookup}" for text in texts for lookup in ("regex", "contains")]
    for name in [*tried, "pk__in", f"{model._meta.pk.name}__gt"]:
        answer = browser.get(list_address(model), {name: SLOW if "regex" in name else "1"})
        assert (answer.status_code, name) == (400, name)
        assert "The request was not understood" in answer.text
        assert "no filter of a list" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "other_participants__regex=%5E(a%2B)%2B%24",
        "author__password__startswith=pbkdf2",
        "sectors__name__regex=x",
        "status__exact__regex=x",
        "published_at__year=99999",
        "updated_at__month=1",
        "code__exact=GP-0001",
    ],
)
def test_what_looks_like_a_filter_is_refused_too(query, browser):
    make_practice(other_participants="a" * 26 + "!")
    assert browser.get(f"/admin/catalogue/practice/?{query}").status_code == 400


def test_an_action_on_all_records_of_such_a_list_is_refused(browser):
    sent = {"action": "delete_selected", "select_across": "1", "_selected_action": "1"}
    answer = browser.post("/admin/catalogue/practice/?title__regex=x", sent)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "date", [{"year": "9999"}, {"year": "99999"}, {"year": "9999", "month": "12"}, {"year": "x"}]
)
def test_a_date_that_does_not_exist_leads_back_to_the_list(date, browser):
    query = urlencode({f"start__{part}": value for part, value in date.items()})
    answer = browser.get(f"/admin/catalogue/event/?{query}")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/catalogue/event/?e=1")


def test_every_link_of_every_list_leads_on(browser):
    for make in EVERY.values():
        make()
    make_person("editor")
    for model in admin.site._registry:
        address = list_address(model)
        links = set(re.findall(r'href="(\?[^"]*)"', browser.get(address).text))
        assert links or not admin.site._registry[model].list_filter
        for link in map(unescape, links):
            answer = browser.get(address + link)
            assert (answer.status_code, address + link) == (200, address + link)
