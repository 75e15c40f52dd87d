"""The new facet `verdict` of practices filters, counts, is shown, and is compared with its twin."""

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.practices.nouns import PRACTICE
from tests.factories import make_practice
from tools.counts import count_values_in_sql, find_differences

pytestmark = pytest.mark.django_db


def get_page(**query):
    """Return the list of practices."""
    answer = Client().get("/practices/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_filters_and_counts():
    one = make_practice(title="Confirmed one", verdict="confirmed", last_verified_on="2026-05-03")
    two = make_practice(title="Corrected one", verdict="corrected", last_verified_on="2026-05-03")
    page = get_page(verdict="confirmed")
    assert one.title in page
    assert two.title not in page
    assert 'name="verdict"' in page
    assert (
        Client().get("/practices.csv", {"verdict": "corrected", "columns": "code"})["X-Total-Count"]
        == "1"
    )


def test_its_counts_are_those_of_plain_sql():
    for verdict in ("confirmed", "corrected", "corrected"):
        make_practice(verdict=verdict, last_verified_on="2026-05-03")
    for query in ("", "verdict=corrected", "verdict=confirmed&verdict=corrected"):
        assert list(find_differences(PRACTICE, QueryDict(query))) == []
    assert count_values_in_sql(PRACTICE, QueryDict(""), "verdict") == {
        "confirmed": 1,
        "corrected": 2,
    }
