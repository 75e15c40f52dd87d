"""What people type finds something: questions in plain words, names, codes, misspelt words."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from catalogue.core.registry import searched_nouns
from catalogue.facets.facet_index import facet_indexes
from catalogue.listings.pins import build_pins
from catalogue.pages.search_views import suggest_searches
from catalogue.practices.nouns import PRACTICE
from catalogue.search.most_words import FEW_RECORDS, find_most_words
from tests.search.inputs import read_inputs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]
FIRST = 5
LEAST_ANSWERED = 11  # of the twelve questions
MOST_UNANSWERED = 0.05  # of what people type

#: Pairs of searches with the same practices.
SAME = [
    ("counterterrorism", "counter-terrorism"), ("cyber-security", "cybersecurity"),
    ("UK", "United Kingdom"), ("US", "United States"), ("USA", "United States"),
    ("Interpol's", "INTERPOL"), ("defense", "defence"), ("avia\u00adtion", "aviation"),
    ("o\ufb03ce", "office"), ("Vietnam", "Viet Nam"),
    ("GA resolution 75/291", "75/291"), ("UNSCR 2341", "S/RES/2341"), ("Res 2341", "2341"),
    ("OP2 of resolution 2341", "2341 para 2"), ("2341(2)", "2341 paragraph 2"),
    ("Turkey", "Türkiye"), ("Ivory Coast", "Côte d’Ivoire"), ("shopping center", "shopping centre"),
    ("theater", "theatre"), ("multiagency", "multi-agency"), ("GP0001", "GP-0001"),
]  # fmt: skip


def search(noun, typed):
    """Return the filter set of a list with words."""
    query = QueryDict(urlencode({"q": typed}))
    filterset = noun.filterset(query, noun.public(), facet_indexes.index(noun))
    assert filterset.is_valid()
    return filterset


def list_best(typed: str) -> list[str]:
    """Return the codes of the first practices of both lists together."""
    filterset = search(PRACTICE, typed)
    keys = filterset.order().page_keys(filterset.selection.records, 0, FIRST)
    if len(filterset.selection) < FEW_RECORDS:
        index = filterset.index
        order = index.orders["relevance"]
        found = find_most_words(
            filterset.searched, filterset.query, index.records, order, index.version
        )
        keys += [each.key for each in found]
    codes = dict(PRACTICE.model.objects.values_list("pk", "code"))
    return [codes[key] for key in keys[:FIRST]]


def test_questions_in_plain_words_find_one_of_the_right_practices_among_the_first():
    questions = read_inputs("questions.txt")
    answered = [typed for typed, right in questions if {*right.split()} & {*list_best(typed)}]
    missed = {typed for typed, _right in questions} - {*answered}
    assert len(answered) >= LEAST_ANSWERED, missed


def test_what_people_type_is_answered():
    queries = read_inputs("queries.txt")
    unanswered = []
    for typed, _expected in queries:
        filtersets = [search(noun, typed) for noun in searched_nouns()]
        first, version = filtersets[0], filtersets[0].index.version
        is_found = any(len(each.selection) for each in filtersets)
        named = build_pins(first.query.text, filtersets, version)
        is_named = named.pinned or named.filters
        if not (is_found or is_named or suggest_searches(first.query, version)):
            unanswered.append(typed)
    assert len(unanswered) <= MOST_UNANSWERED * len(queries), unanswered


@pytest.mark.parametrize(("one", "other"), SAME)
def test_different_writings_find_the_same(one, other):
    found = [search(PRACTICE, typed).selection.records for typed in (one, other)]
    assert found[0] == found[1]


def test_a_country_is_found_by_its_records_and_not_by_a_verb():
    index = facet_indexes.index(PRACTICE)
    for typed, code in [("US", "US"), ("UK", "GB"), ("Vietnam", "VN"), ("Ivory Coast", "CI")]:
        assert index.values["country"].records[code] <= search(PRACTICE, typed).selection.records


@pytest.mark.parametrize(
    ("typed", "code"),
    [("GP-0132", "GP-0132"), ("gp 1", "GP-0001"), ("INFCIRC/908", ""), ("ISO 22343", "")],
)
def test_known_items_come_first(typed, code):
    filterset = search(PRACTICE, typed)
    keys = filterset.order().page_keys(filterset.selection.records, 0, 1)
    best = PRACTICE.model.objects.get(pk=keys[0])
    assert (best.code == code) if code else typed.casefold() in best.title.casefold()
