"""The engine and plain SQL agree on records, order, total and counts of the real records."""

import os
import random

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from catalogue.facets.index_cache import facet_indexes
from catalogue.listings.consistency import asked, count_in_sql, differences, random_address
from catalogue.management.commands import compare_counts
from catalogue.management.commands.compare_counts import LISTS
from catalogue.practices.views import PracticeList
from catalogue.resolutions.views import ResolutionList

pytestmark = pytest.mark.django_db
SAMPLES = 2000 if os.environ.get("CI") == "true" else 10


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.url_name)
def test_random_selections_agree(real_records, view):
    chance = random.Random(view.url_name)
    for _ in range(SAMPLES):
        address = random_address(view, chance)
        assert not list(differences(view, address)), address.urlencode()


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.url_name)
def test_choosing_a_value_gives_the_number_that_stood_beside_it(real_records, view):
    chance = random.Random(view.url_name)
    for _ in range(SAMPLES):
        address = random_address(view, chance)
        name, values = chance.choice(sorted(facet_indexes.index(view.noun).values.items()))
        code = chance.choice(sorted(values.labels))
        expected = count_in_sql(view, address, name, code)
        assert asked(view, address).selection.count(name, code) == expected, (address, name, code)


@pytest.mark.parametrize(
    "query", ["q=airport", "q=police&sort=title", "year_from=2017", "year_to=2010"]
)
def test_words_and_years_agree(real_records, query):
    assert not list(differences(PracticeList, QueryDict(query)))


def test_the_command_says_that_they_agree(real_records, monkeypatch, capsys):
    monkeypatch.setattr(compare_counts, "LISTS", [ResolutionList])
    call_command("compare_counts", samples=3)
    assert "agree" in capsys.readouterr().out


def test_a_wrong_count_and_a_wrong_list_are_found(real_records):
    tools = facet_indexes.index(PracticeList.noun).values["kind"].records["tool"]
    key = tools.pop()
    try:
        (count,) = differences(PracticeList, QueryDict(""))
        records, *_counts = differences(PracticeList, QueryDict("kind=tool"))
    finally:
        tools.add(key)
    assert "kind=tool" in count
    assert "records in SQL" in records


def test_the_command_fails_when_something_differs(real_records, monkeypatch):
    monkeypatch.setattr(compare_counts, "differences", lambda view, address: ["a difference"])
    with pytest.raises(CommandError, match="Differences: 4"):
        call_command("compare_counts", samples=1)
