"""A list with words: its records, their order, its files, and what is too much to rank."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.changelog.queries import current_version
from catalogue.practices.nouns import PRACTICE
from catalogue.search.queries import grade_keys
from catalogue.search.query_parser import parse_query
from tests.factories import make_practice, make_sector
from tools.counts import find_differences

pytestmark = pytest.mark.django_db


def listed(query: str) -> list[str]:
    """Return the codes on the first page of the list of practices, in order."""
    html = Client().get(f"/practices/?{query}").text
    html = html.partition('<section class="most-words"')[0]
    return re.findall(r'<article.*?href="/practices/(GP-\d+)/', html, re.DOTALL)


def filed(query: str) -> list[str]:
    """Return the codes in the list's CSV, in order."""
    text = Client().get(f"/practices.csv?bom=0&{query}").getvalue().decode()
    return re.findall(r"^(GP-\d+),", text, re.MULTILINE)


@pytest.fixture
def practices():
    """Make practices that hold a word in different places."""
    ports = make_sector(slug="ports", label="Ports")
    return [
        make_practice(how_it_works="In a port.", kind="tool"),
        make_practice(title="Port of call", kind="tool"),
        make_practice(sectors=[ports], kind="training"),
        make_practice(title="Portable gates", kind="tool"),
        make_practice(title="Gates"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "q=port", "q=port&kind=tool", "q=port&sort=title", "q=-port", "q=port+-gates", "q=gates",
        'q="port of"', "q=?!", "q=nothing", "q=port&sector=ports",
    ],
)  # fmt: skip
def test_engine_plain_sql_page_and_file_agree(practices, query):
    assert not list(find_differences(PRACTICE, QueryDict(query)))
    assert filed(query) == listed(query)


def test_a_list_with_words_has_the_best_first(practices):
    text, title, names, begun, _ = [practice.code for practice in practices]
    assert listed("q=port") == [title, names, text, begun]
    assert listed("q=port&kind=tool") == [title, text, begun]
    assert listed("q=port&sort=title") == [title, begun, text, names]


def test_signs_alone_give_an_empty_list_and_an_empty_file(practices):
    assert listed("q=?!") == filed("q=?!") == []
    assert "no letter or digit" in Client().get("/practices/?q=?!").text


def test_exclusions_alone_have_no_relevance(practices):
    html = Client().get("/practices/?q=-port&sort=relevance").text
    assert "sort=relevance" in html
    assert listed("q=-port") == [practices[3].code, practices[4].code]


def test_a_look_up_at_the_desk_leaves_the_order_of_readers_as_it_is():
    best = make_practice(title="Ports", summary="Drones.")
    other = make_practice(title="Drones", summary="Ports.")
    for _ in range(6):
        make_practice(title="Ports")
    query = parse_query("drones ports")
    grade_keys(PRACTICE.filterset.searched, query, current_version(), total=1)
    assert listed("q=drones+ports") == [other.code, best.code]
