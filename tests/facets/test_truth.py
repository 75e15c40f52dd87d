"""The engine and plain SQL agree on records, order, total and counts of the real records."""

import random

import pytest
from django.http import QueryDict

from catalogue.core.registry import listed_nouns
from catalogue.facets.facet_index import facet_indexes
from catalogue.practices.nouns import PRACTICE
from tests.sizes import count_cases
from tools import compare_counts, counts
from tools.counts import (
    choose_random_address,
    count_records_in_sql,
    create_filterset,
    find_differences,
)

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(6, 2000)


@pytest.mark.parametrize("noun", listed_nouns(), ids=lambda noun: noun.list_url_name)
def test_random_selections_agree(real_records, noun):
    chance = random.Random(noun.list_url_name)
    for _ in range(SAMPLES):
        address = choose_random_address(noun, chance)
        assert not list(find_differences(noun, address)), address.urlencode()


@pytest.mark.parametrize("noun", listed_nouns(), ids=lambda noun: noun.list_url_name)
def test_choosing_a_value_gives_the_number_that_stood_beside_it(real_records, noun):
    chance = random.Random(noun.list_url_name)
    for _ in range(SAMPLES):
        address = choose_random_address(noun, chance)
        name, values = chance.choice(sorted(facet_indexes.index(noun).values.items()))
        code = chance.choice(sorted(values.labels))
        expected = count_records_in_sql(noun, address, name, code)
        assert create_filterset(noun, address).selection.count(name, code) == expected, (
            address,
            name,
            code,
        )


@pytest.mark.parametrize(
    "query", ["q=airport", "q=police&sort=title", "year_from=2017", "year_to=2010"]
)
def test_words_and_years_agree(real_records, query):
    assert not list(find_differences(PRACTICE, QueryDict(query)))


def test_the_command_says_that_they_agree(real_records, capsys):
    assert compare_counts.main(["--samples=1"]) == 0
    assert "No differences." in capsys.readouterr().out


def test_a_wrong_count_and_a_wrong_list_are_found(real_records):
    tools = facet_indexes.index(PRACTICE).values["kind"].records["tool"]
    key = tools.pop()
    try:
        (count,) = find_differences(PRACTICE, QueryDict(""))
        records, *_counts = find_differences(PRACTICE, QueryDict("kind=tool"))
    finally:
        tools.add(key)
    assert "kind=tool" in count
    assert "records in SQL" in records


def test_the_command_fails_when_something_differs(real_records, monkeypatch, capsys):
    monkeypatch.setattr(counts, "find_differences", lambda noun, address: ["a difference"])
    assert compare_counts.main(["--samples=1"]) == 1
    assert "Differences: 4" in capsys.readouterr().out
