"""Having no value is a value of some facets: it can be chosen, and comes last."""

import re

import pytest
from django.test import Client

from tests.factories import make_practice, make_source

pytestmark = pytest.mark.django_db


def listed(query: str) -> set[str]:
    """Return the titles on a list of practices."""
    html = Client().get(f"/practices/?{query}").text
    return set(re.findall(r"\b(?:Fresh|Old|New)\b", html.partition('<ol class="cards"')[2]))


def offered(facet: str, query: str = "") -> list[tuple[str, int]]:
    """Return the values of a facet in the order of the page, each with its number."""
    html = Client().get(f"/practices/?{query}").text
    found = re.findall(
        rf'name="{facet}" value="(\w+)".*?<span class="number">(\d+)</span>', html, re.DOTALL
    )
    return [(code, int(number)) for code, number in found]


@pytest.fixture
def practices():
    """Make one practice verified long ago, one lately, one never."""
    make_practice(title="Old", last_verified_on="2019-06-30")
    make_practice(title="Fresh", last_verified_on="2026-01-01")
    make_practice(title="New")


def test_the_years_come_newest_first_and_never_last(practices):
    assert offered("verified") == [("2026", 1), ("2019", 1), ("never", 1)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("verified=never", {"New"}),
        ("verified=2019", {"Old"}),
        ("verified=never&verified=2026", {"New", "Fresh"}),
        ("verified=1999", set()),
        ("verified=never&kind=tool", set()),
    ],
)
def test_never_is_chosen_like_a_year(practices, query, titles):
    assert listed(query) == titles


def test_never_has_a_chip_and_an_unknown_word_is_an_error(practices):
    html = Client().get("/practices/?verified=never").text
    assert re.search(r"Last verified:</span> <span[^>]*>Never<", html)
    assert Client().get("/practices/?verified=always").status_code == 400


def test_never_is_shown_where_everything_was_verified():
    make_practice(last_verified_on="2026-01-01")
    assert offered("verified") == [("2026", 1), ("never", 0)]


def test_a_source_without_an_address_was_read_in_a_copy():
    make_practice(title="Old", sources=[make_source(url="", read_in="A library")])
    make_practice(title="Fresh", sources=[make_source(), make_source(url_opened=False)])
    make_practice(title="New", sources=[])
    assert listed("source_health=no_address") == {"Old"}
    assert listed("source_health=opened") == listed("source_health=unchecked") == {"Fresh"}
    assert listed("source_health=no_source&source_health=opened") == {"New", "Fresh"}
