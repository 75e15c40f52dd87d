"""For random filters: the file holds the page's records in the page's order, and the right ones."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.listings.twin import NOUNS, Twin

pytestmark = pytest.mark.django_db

EXAMPLES = 200
SORTS = {
    "practices": ["", "verified", "newest", "title"],
    "events": ["", "latest", "earliest", "newest", "title"],
    "organizations": ["", "title", "newest"],
    "resolutions": ["", "adopted", "newest", "title"],
}
WORDS = ["", "", "", "security", "the", "police airport", "UN", "GP-00", "nothing-at-all"]


@pytest.fixture(scope="module", params=NOUNS)
def noun(request, real_records):
    """Return the name of one of the four lists."""
    return request.param


@pytest.fixture(scope="module")
def twin(noun):
    """Return the slow twin of a list over the real records."""
    return Twin(noun)


def queries(noun: str, twin: Twin):
    """Return a strategy for addresses of a list: some values in some facets, words and order."""
    facets = {
        name: st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True)
        for name, values in twin.values().items()
        if values
    }
    years = st.integers(1990, 2030)
    return st.fixed_dictionaries(
        {"q": st.sampled_from(WORDS), "sort": st.sampled_from(SORTS[noun])},
        optional={"year_from": years, "year_to": years},
    ).flatmap(
        lambda rest: st.lists(
            st.sampled_from(sorted(facets)), min_size=1, max_size=3, unique=True
        ).flatmap(
            lambda chosen: st.fixed_dictionaries({name: facets[name] for name in chosen}).map(
                lambda values: values | rest
            )
        )
    )


@pytest.fixture(scope="module")
def ask(noun, twin):
    """Return the strategy of addresses for a list."""
    return queries(noun, twin)


def test_page_file_and_twin_agree(noun, twin, ask):
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(ask)
    def agree(query):
        shown, filed = on_pages(noun, query), in_file(noun, query)
        assert filed == shown
        assert len(set(shown)) == len(shown)
        expected = twin.matching(query)
        if query["q"]:
            assert set(shown) <= expected
        else:
            assert set(shown) == expected

    agree()


def on_pages(noun: str, query: dict) -> list[str]:
    """Return the keys of all records on the pages of a list, in order."""
    keys, page, more = [], 1, True
    while more:
        html = Client().get(f"/{noun}/", query | {"per_page": 100, "page": page}).text
        keys += re.findall(rf'<article.*?href="/{noun}/([^/"]+)/', html, re.DOTALL)
        page, more = page + 1, 'rel="next"' in html
    return keys


def in_file(noun: str, query: dict) -> list[str]:
    """Return the keys of the rows of a list's file, in order, and check that it says how many."""
    response = Client().get(f"/{noun}.csv", query)
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert response["X-Total-Count"] == str(len(rows))
    assert text.startswith(("code,", "slug,", "symbol,"))
    return [key_of(row) for row in rows]


def test_every_format_holds_the_same_records(noun, ask):
    @settings(
        max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(ask)
    def agree(query):
        filed = in_file(noun, query)
        whole = json.loads(Client().get(f"/{noun}.json", query).getvalue())
        lines = Client().get(f"/{noun}.jsonl", query).getvalue().decode().splitlines()
        assert [key_of(record) for record in whole["records"]] == filed
        assert whole["total"] == len(filed)
        assert [json.loads(line) for line in lines] == whole["records"]

    agree()


def key_of(record: dict) -> str:
    """Return the key of a record in a file."""
    return record["permalink"].split("/")[4]


def test_the_whole_list_agrees_in_every_order(noun, twin):
    for sort in SORTS[noun]:
        shown = on_pages(noun, {"sort": sort})
        assert in_file(noun, {"sort": sort}) == shown
        assert set(shown) == set(twin.has)
