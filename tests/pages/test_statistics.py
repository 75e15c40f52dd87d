"""The catalogue in numbers: each number is that of the list behind it, on the page and as CSV."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_event,
    make_organization,
    make_practice,
    make_resolution,
    make_source,
)
from tests.pages.numbers import in_file, numbers, on_page
from tests.world import World

pytestmark = pytest.mark.django_db


def test_every_number_is_that_of_the_cards_on_its_list():
    World(3)
    make_practice(kind="tool", last_verified_on="2024-05-05", sources=[])
    make_practice(sources=[make_source(url_opened=False), make_source(url="")])
    found = on_page()
    assert len(found) > 50
    assert any(number == 0 for _address, number in found)
    for address, number in found:
        response = Client().get(address)
        assert response.status_code == 200, address
        assert response.text.count("<article") == number, address


def test_years_of_verification_and_never_add_up_to_all():
    for day in ("2024-01-01", "2024-12-31", "2026-03-03", None):
        make_practice(last_verified_on=day)
    assert numbers("practice", "verified") == {"2026": 1, "2024": 2, "never": 1}
    assert "A review is due 24 months after it." in Client().get("/statistics/").text


def test_a_record_stands_at_each_state_of_its_sources():
    opened, unchecked = make_source(), make_source(url_opened=False)
    make_practice(sources=[opened, unchecked])
    make_practice(sources=[unchecked])
    make_practice(sources=[make_source(url="", read_in="A library")])
    assert numbers("practice", "source_health") == {
        "opened": 1, "unchecked": 2, "broken": 0, "no_address": 1, "no_source": 0,
    }  # fmt: skip


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_public_changes_no_number(status):
    World(1)
    before = in_file()
    fields = {"status": status, "withdrawal_reason": "Wrong."}
    make_practice(organizations=[], started=1980, last_verified_on="2020-01-01", **fields)
    make_event(**fields)
    make_organization(**fields)
    make_resolution(**fields)
    assert in_file() == before


def test_a_breakdown_of_which_nothing_is_known_is_left_out():
    practice = make_practice()
    assert numbers("practice", "evidence") == {}
    practice.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
    assert numbers("practice", "evidence") == {
        "described": 0, "monitored": 1, "independently_evaluated": 0,
    }  # fmt: skip


def test_an_empty_catalogue_is_told_in_zeros():
    assert [number for _address, number in on_page()] == [0, 0, 0, 0]


def test_the_file_costs_the_same_queries_whatever_its_size():
    def spent():
        in_file()  # the counting engine reads the catalogue once
        with CaptureQueriesContext(connection) as queries:
            in_file()
        return len(queries)

    make_practice()
    before = spent()
    for year in range(1990, 2010):
        make_practice(started=year, last_verified_on=f"{year}-01-01")
    assert spent() == before


def test_a_file_that_was_not_changed_is_not_sent_again():
    make_practice()
    first = Client().get("/statistics.csv")
    again = Client().get("/statistics.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    make_practice()
    again = Client().get("/statistics.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200


def test_an_unknown_parameter_gives_no_file():
    response = Client().get("/statistics.csv?noun=practice")
    assert response.status_code == 400
    assert "noun" in response.text
    assert Client().get("/statistics.csv?utm_source=x").status_code == 200


def test_the_page_is_linked_from_every_page():
    assert 'href="/statistics/"' in Client().get("/about/").text
