"""Both databases find what the slow twin finds in the real records, in the same order."""

import random

import pytest

from catalogue.changelog.queries import current_version
from catalogue.core.registry import searched_nouns
from catalogue.practices.nouns import PRACTICE
from catalogue.search.queries import grade_keys, matching_keys
from catalogue.search.query_parser import parse_query
from tests.search.inputs import read_inputs
from tests.search.twin import SlowSearch
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db
QUERIES = [typed for typed, _expected in read_inputs("queries.txt")]
QUERIES += [typed for typed, _expected in read_inputs("questions.txt")]
QUERIES += [
    "port -security", '"soft targets"', '"critical infrastructure" drones', "-terrorism", "?!",
    "关键 infrastructure", "policia", "Sécurité", "WHO", "who", "stad", "counter-terr", "API",
]  # fmt: skip
SAMPLE = count_cases(25, len(QUERIES))


@pytest.fixture(scope="module")
def slow(real_records):
    """Return the twins over the real records."""
    return {noun: SlowSearch(noun) for noun in searched_nouns()}


@pytest.mark.parametrize("noun", searched_nouns(), ids=lambda noun: noun.name)
def test_what_is_found_and_in_which_order(slow, noun):
    twin, searched = slow[noun], noun.filterset.searched
    chosen = QUERIES if noun is PRACTICE else random.Random(noun.name).sample(QUERIES, SAMPLE // 2)
    for typed in random.Random(2396).sample(chosen, min(SAMPLE, len(chosen))):
        query, version = parse_query(typed), current_version()
        wanted = twin.find(typed)
        assert sorted(wanted) == list(matching_keys(searched, query, version)), typed
        if query.terms:
            grades = grade_keys(searched, query, version, total=len(twin.words))
            assert wanted == [key for grade in grades for key in grade], typed
