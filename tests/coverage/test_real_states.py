"""The map of States of the real records counts what its links lead to."""

import csv
import io
import random
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.coverage.states import Tile, build_state_areas, summarize_states
from catalogue.coverage.views import area_list_address
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import Country, Practice
from catalogue.practices.nouns import PRACTICE
from tests.coverage.state_page import read_page, read_squares
from tests.listings.twin import Twin
from tests.sizes import count_cases
from tools.counts import create_filterset, find_keys_in_sql

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(5, 100)
SQUARES = 6  # of each map, whose links are followed
FACETS = ["sector", "measure", "threat", "kind", "organization_kind"]
ALL_PLACES = {"region", "country"}


@pytest.fixture(scope="module")
def slow(real_records):
    """Return a twin of the list of practices over the real records."""
    return Twin("practices")


def random_query(chance) -> dict:
    """Return some filters, sometimes with a place, a span of years or a word."""
    values = facet_indexes.index(PRACTICE).values
    names = chance.sample(FACETS, 2) + chance.sample(sorted(ALL_PLACES), chance.randint(0, 2))
    asked = {
        name: chance.sample(sorted(values[name].records), chance.randint(1, 2)) for name in names
    }
    return asked | ({"year_from": chance.randint(2000, 2020)} if chance.random() < 0.3 else {})


def test_squares_regions_and_lists_agree_with_the_twin(slow):
    chance = random.Random(49)
    for _ in range(SAMPLES):
        query = random_query(chance)
        filterset = create_filterset(PRACTICE, QueryDict(urlencode(query, doseq=True)))
        found = build_state_areas(filterset)
        kept = slow.matching({n: v for n, v in query.items() if n not in ALL_PLACES})
        matched = slow.matching(query)
        said = summarize_states(filterset, found)
        assert said["total"] == len(matched)
        assert said["nowhere"] == sum(not slow.has[code]["country"] for code in matched)
        pairs = [pair for area in found for pair in area.walk()]
        for tile, around in chance.sample(pairs, min(SQUARES, len(pairs))):
            check(filterset, slow, kept, tile, around)


def check(filterset, slow, kept, tile: Tile, around) -> None:
    """Compare a tile and the regions around it with the twin and the lists they lead to."""
    counted = [("country", tile.state.code, tile.count)]
    counted += [("region", area.code, area.count) for area in around]
    for name, code, number in counted:
        expected = sum(code in slow.has[key][name] for key in kept)
        address = QueryDict(urlsplit(area_list_address(filterset, code, name)).query)
        practices = create_filterset(PRACTICE, address)
        assert practices.is_valid() and not practices.not_applied  # noqa: PT018
        listed = len(find_keys_in_sql(practices))
        assert number == expected == listed, (name, code)


def test_the_real_map_has_every_member_state_once_and_what_it_says_is_in_the_lists(real_records):
    html = read_page("/coverage/states/")
    members = set(Country.objects.filter(un_member=True).values_list("name", flat=True))
    named = Practice.objects.published().filter(countries__isnull=False)
    others = set(named.values_list("countries__name", flat=True)) - members
    shown = read_squares()
    assert set(shown) == members | others
    assert html.count('class="square') == len(shown) + html.count('class="squares"')
    links = re.findall(r'<a class="square[^>]*href="([^"]+)" title="([^"]+)"', html)
    for address, name in random.Random(7).sample(links, 8):
        listed = re.search(r'class="count">\s*([\d,]+) practice', read_page(unescape(address)))
        assert int(listed[1] if listed else 0) == shown[unescape(name)], name


def test_the_file_holds_the_squares_of_the_page(real_records):
    query = "?sector=aviation&region=142"
    text = Client().get(f"/coverage/states.csv{query}").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["name"]: int(row["practices"]) for row in rows} == read_squares(
        f"/coverage/states/{query}"
    )
    assert {row["region"] for row in rows} == {"Asia"}
    assert "South-eastern Asia" in {row["subregion"] for row in rows}
    for row in rows[:3]:
        path = urlsplit(row["list"])
        assert path.path == "/practices/"
        assert parse_qs(path.query) == {"sector": ["aviation"], "country": [row["code"]]}
