"""Every page of the desk opens for those who sit there, finds, and asks the database evenly."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin.desk import address, list_address
from tests.admin.records import EVERY, FOR_REVIEWERS, PUBLISHABLE

ROLES = ["superuser", "reviewer", "editor"]
WORDS = {"resolution": "s/res", "operativeparagraph": "called"}


def test_every_model_with_admin_pages_is_tested_here():
    ours = {
        model._meta.model_name
        for model in admin.site._registry
        if model._meta.app_label == "catalogue"
    }
    assert ours == EVERY.keys()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("noun", EVERY)
def test_list_and_record_open(seat, role, noun):
    record, client = EVERY[noun](), seat(role)
    assert client.get(list_address(noun)).status_code == 200
    assert client.get(address(record)).status_code == 200
    assert client.get(address(record, "history"), follow=True).status_code == 200


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("noun", EVERY)
def test_adding_opens_for_those_who_may_add(seat, role, noun):
    closed = noun == "operativeparagraph" or (role == "editor" and noun in FOR_REVIEWERS)
    assert seat(role).get(list_address(noun, "add")).status_code == (403 if closed else 200)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_a_published_record_opens_and_leads_to_its_public_page(seat, role, noun):
    record = PUBLISHABLE[noun](status="published")
    page = seat(role).get(address(record))
    assert page.status_code == 200
    assert page.context["absolute_url"] == record.get_absolute_url()


@pytest.mark.parametrize("noun", PUBLISHABLE)
@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_record_that_is_not_public_has_no_link_to_a_public_page(reviewer, noun, status):
    record = PUBLISHABLE[noun](status=status, withdrawal_reason="Superseded.")
    assert not reviewer.get(address(record)).context["has_absolute_url"]


@pytest.mark.parametrize("noun", EVERY)
def test_the_search_of_a_list_finds(editor, noun):
    record = EVERY[noun]()
    word = WORDS.get(noun, noun)
    shown = editor.get(list_address(noun), {"q": word}).context["cl"].result_list
    assert record in shown
    assert not editor.get(list_address(noun), {"q": "zeppelin"}).context["cl"].result_list


def count_queries(client, noun):
    """Return how many questions a list asks the database, and how many rows it shows."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = client.get(list_address(noun), {"all": ""}).context["cl"].result_list
    return len(asked), len(shown)


@pytest.mark.parametrize("noun", EVERY)
def test_a_list_asks_as_much_for_3_rows_as_for_12(editor, noun):
    for _ in range(3):
        EVERY[noun]()
    few, few_rows = count_queries(editor, noun)
    for _ in range(9):
        EVERY[noun]()
    many, many_rows = count_queries(editor, noun)
    assert few_rows < many_rows
    assert many_rows >= 12
    assert few == many


def test_the_desk_is_called_by_the_name_of_the_product(editor):
    page = editor.get("/admin/").content.decode()
    assert "Catalogue of Counter-Terrorism Good Practices" in page
    assert "Django" not in page


def test_a_reader_without_access_to_the_desk_is_asked_to_sign_in(client, db):
    client.force_login(User.objects.create_user("reader"))
    assert client.get(list_address("practice")).status_code == 302


@pytest.mark.parametrize("page", ["change", "delete"])
def test_a_field_that_is_none_leads_to_the_record_as_its_key_does(editor, page):
    record = EVERY["practice"]()
    assert editor.get(address(record, page), {"_to_field": ""}).status_code in (200, 403)
