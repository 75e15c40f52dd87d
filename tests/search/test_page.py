"""The search over all nouns: the best of each, where the rest is, and help where there is none."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.search import queries
from tests.factories import make_event, make_organization, make_practice, make_resolution

pytestmark = pytest.mark.django_db

MOST = {"airport": 20, "airprot": 37}  # queries for four nouns: with results, and with spellings


@pytest.fixture
def airports():
    """Make records of every noun with the same word in each."""
    make_resolution(2341, title="On airports")
    make_organization(name="Airports Council")
    make_event(title="Airport workshop")
    return [make_practice(title=f"Airport {number}") for number in range(7)]


def sections(html: str) -> dict[str, tuple[int, int]]:
    """Return, by noun, how many records were found and how many are shown."""
    found = re.findall(
        r'<h2 id="(\w+)">.*?<span class="number">(\d+)</span>(.*?)</section>', html, re.DOTALL
    )
    return {noun: (int(count), rest.count("<li>")) for noun, count, rest in found}


def test_the_best_of_each_noun_and_how_many_there_are(airports):
    html = Client().get("/search/?q=airport").text
    assert sections(html) == {
        "practice": (7, 5), "resolution": (1, 1), "organization": (1, 1), "event": (1, 1),
    }  # fmt: skip
    assert "10 records" in html
    assert 'href="/practices/?q=airport">All 7 practices</a>' in html
    assert "/events/?q=airport" not in html


def test_the_same_records_lead_the_list_of_a_noun(airports):
    shown = re.findall(r'href="(/practices/GP[^"]+)"', Client().get("/search/?q=airport").text)
    listed = re.findall(r'href="(/practices/GP[^"]+)"', Client().get("/practices/?q=airport").text)
    assert shown == listed[:5]


def test_a_noun_in_which_nothing_was_found_is_left_out(airports):
    assert set(sections(Client().get("/search/?q=council").text)) == {"organization"}


def test_where_nothing_is_asked_or_found_the_page_helps(airports):
    for path in ("/search/", "/search/?q=", "/search/?q=nothing-of-it", "/search/?q=?!"):
        html = Client().get(path).text
        assert "How to search" in html, path
        assert 'href="/resolutions/"' in html, path
    assert "How to search" not in Client().get("/search/?q=airport").text


def test_the_examples_of_the_page_are_searches(airports):
    html = Client().get("/search/").text
    for address in re.findall(r'href="(\?q=[^"]+)"', html):
        assert Client().get(f"/search/{address}").status_code == 200


def test_what_was_typed_stands_in_the_box_as_text():
    html = Client().get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;script&gt;' in html


def test_it_is_not_for_search_engines(airports):
    assert '<meta name="robots" content="noindex">' in Client().get("/search/?q=airport").text


def test_home_and_header_lead_there():
    html = Client().get("/").text
    assert '<form class="search-bar" action="/search/"' in html
    assert '<form class="site-search" id="site-search" action="/search/"' in html


def test_it_keeps_its_budget_of_queries(airports, monkeypatch):
    # What other tests found for these words is of states that were rolled back.
    monkeypatch.setattr(queries, "group_cache", queries.GroupCache(128))
    Client().get("/search/?q=council")  # the counting engine reads the catalogue once
    for typed, most in MOST.items():
        with CaptureQueriesContext(connection) as captured:
            Client().get("/search/", {"q": typed})
        # PostgreSQL is told besides that a vocabulary, which is made once, may take its time.
        asked = [each for each in captured if not each["sql"].startswith("SET LOCAL")]
        assert len(asked) <= most, typed


def test_a_change_is_found_by_the_next_reader(airports):
    assert "1 record<" not in Client().get("/search/?q=hangar").text
    airports[0].title = "Hangar of an airport"
    airports[0].save()
    assert "1 record<" in Client().get("/search/?q=hangar").text
