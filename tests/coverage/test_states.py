"""The map of States has a square for whoever belongs on it, and counts what its links lead to."""

import csv
import io
import random
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.coverage.states import Square, build_state_areas, summarize_states
from catalogue.coverage.views import StateMap, area_list_address
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import Country, Practice, Region
from catalogue.practices.views import PracticeList
from tests.factories import make_country, make_practice, make_region
from tests.listings.twin import Twin
from tests.sizes import count_cases
from tools.counts import create_filterset

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(10, 100)
SQUARES = 6  # of each map, whose links are followed
FACETS = ["sector", "measure", "threat", "kind", "organization_kind"]
ALL_PLACES = {"region", "country"}


def squares(address="/coverage/states/") -> dict[str, int]:
    """Return the number that a page shows for each name, as a screen reader reads it."""
    html = re.sub(r'<span class="alpha3" aria-hidden="true">\w+</span>', "", page(address))
    links = re.findall(r'<a class="square[^>]*>(.*?)</a>', html)
    read = [unescape(re.sub(r"<[^>]+>", "", link)) for link in links]
    return {name: int(number.split()[0]) for name, number in (each.split(": ") for each in read)}


def page(address: str) -> str:
    """Return a page that answers."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.text


@pytest.fixture
def world():
    """Make a World of two regions, one of which has two parts."""
    world = make_region(code="001", name="World")
    east, west = (make_region(name=name, parent=world) for name in ("East", "West"))
    north, south = (make_region(name=name, parent=east) for name in ("North East", "South East"))
    return {each.name: each for each in (world, east, west, north, south)}


def test_a_member_state_always_has_a_square_and_another_area_where_practices_lie(world):
    make_country(name="Atlantis", un_member=True, region=world["West"])
    make_country(name="An empty area", region=world["West"])
    area = make_country(name="An area", region=world["West"])
    make_practice(countries=[area])
    assert squares() == {"An area": 1, "Atlantis": 0}
    assert squares("/coverage/states/?q=nothingofthekind") == {"An area": 0, "Atlantis": 0}


def test_a_draft_counts_nowhere_and_brings_no_area(world):
    state = make_country(name="Atlantis", un_member=True, region=world["West"])
    area = make_country(name="An area", region=world["West"])
    make_practice(countries=[state, area], status="draft", title="zqtitle")
    make_practice(countries=[state])
    assert squares() == {"Atlantis": 1}
    for address in ("/coverage/states/", "/coverage/states.csv"):
        assert "zqtitle" not in page(address)
    assert "1 practice</a>, counted once" in page("/coverage/states/")


def test_a_region_counts_every_practice_once_with_those_that_name_no_country(world):
    states = [make_country(un_member=True, region=world["North East"]) for _ in range(2)]
    make_country(un_member=True, region=world["West"])
    make_practice(countries=states)
    make_practice(regions=[world["East"]])
    html = page("/coverage/states/")
    east = re.search(rf'<a href="/practices/\?region={world["East"].code}">(.*?)</a>', html)[1]
    text = re.sub(r"<[^>]+>", "", html)
    assert re.sub(r"<[^>]+>", "", east) == "East 2 practices"
    assert set(squares().values()) == {0, 1}
    assert "1 of them names no country" in text
    assert "2 of the 3 States and areas on the map" in text


def test_regions_stand_in_the_order_of_m49_and_an_empty_one_is_left_out(world):
    for name in ("West", "South East", "North East"):
        make_country(un_member=True, region=world[name])
    headings = re.findall(r"<h(\d)><a[^>]*><span[^>]*>([^<]+)", page("/coverage/states/"))
    order = [
        each.name
        for each in Region.objects.all()
        if each.name in ("East", "West", "North East", "South East")
    ]
    assert sorted(headings, key=lambda each: each[1]) == [
        ("2", "East"), ("3", "North East"), ("3", "South East"), ("2", "West"),
    ]  # fmt: skip
    top = [name for level, name in headings if level == "2"]
    assert top == [name for name in order if name in top]


def test_the_filters_of_place_choose_squares_and_do_not_narrow_what_they_count(world):
    east = make_country(name="Eastland", un_member=True, region=world["North East"])
    west = make_country(name="Westland", un_member=True, region=world["West"])
    make_practice(countries=[east, west])
    make_practice(countries=[west])
    assert squares() == {"Eastland": 1, "Westland": 2}
    assert squares(f"/coverage/states/?region={world['East'].code}") == {"Eastland": 1}
    assert squares(f"/coverage/states/?country={west.code}") == {"Westland": 2}
    both = f"/coverage/states/?region={world['East'].code}&country={west.code}"
    assert squares(both) == {"Eastland": 1, "Westland": 2}


def test_a_list_that_is_empty_says_so_and_keeps_the_squares(world):
    make_practice(countries=[make_country(un_member=True, region=world["West"])])
    html = page("/coverage/states/?q=nothingofthekind")
    assert "No record matches all of this" in html
    assert 'class="square none"' in html


@pytest.mark.parametrize("query", ["sector=unknown", "year_from=abc", "country=ZZ", "colour=red"])
def test_a_wrong_address_is_named_and_gives_no_file(query):
    make_practice()
    file = Client().get(f"/coverage/states.csv?{query}")
    assert file.status_code == 400
    assert query.partition("=")[0] in file.text
    shown = Client().get(f"/coverage/states/?{query}")
    assert shown.status_code == (200 if query == "colour=red" else 400)
    assert ('class="map-legend"' in shown.text) == (query == "colour=red")


def test_a_map_hands_its_filters_on_to_the_other_but_not_what_is_its_own():
    practice = make_practice()
    sector = practice.sectors.get().slug
    query = f"sector={sector}&rows=measure&columns=threat&page=3"
    assert f'href="/coverage/states/?sector={sector}"' in page(f"/coverage/?{query}")
    assert f'href="/coverage/?sector={sector}"' in page(f"/coverage/states/?sector={sector}&page=3")
    assert 'href="/coverage/states/"' in page("/coverage/")


def test_no_number_of_a_map_leads_past_the_end_of_its_list():
    make_practice(countries=[make_country(un_member=True)])
    for address in ("/coverage/?page=3", "/coverage/states/?page=3"):
        assert "page=3" not in "".join(re.findall(r'href="(/practices/[^"]*)', page(address)))


@pytest.fixture(scope="module")
def slow(real_records):
    """Return a twin of the list of practices over the real records."""
    return Twin("practices")


def random_query(chance) -> dict:
    """Return some filters, sometimes with a place, a span of years or a word."""
    values = facet_indexes.index(PracticeList.noun).values
    names = chance.sample(FACETS, 2) + chance.sample(sorted(ALL_PLACES), chance.randint(0, 2))
    asked = {
        name: chance.sample(sorted(values[name].records), chance.randint(1, 2)) for name in names
    }
    return asked | ({"year_from": chance.randint(2000, 2020)} if chance.random() < 0.3 else {})


def test_squares_regions_and_lists_agree_with_the_twin(slow):
    chance = random.Random(49)
    for _ in range(SAMPLES):
        query = random_query(chance)
        filterset = create_filterset(StateMap, QueryDict(urlencode(query, doseq=True)))
        found = build_state_areas(filterset)
        kept = slow.matching({n: v for n, v in query.items() if n not in ALL_PLACES})
        matched = slow.matching(query)
        said = summarize_states(filterset, found)
        assert said.total == len(matched)
        assert said.nowhere == sum(not slow.has[code]["country"] for code in matched)
        pairs = [pair for area in found for pair in area.walk()]
        for square, around in chance.sample(pairs, min(SQUARES, len(pairs))):
            check(filterset, slow, kept, square, around)


def check(filterset, slow, kept, square: Square, around) -> None:
    """Compare a square and the regions around it with the twin and the lists they lead to."""
    counted = [("country", square.state.code, square.count)]
    counted += [("region", area.code, area.count) for area in around]
    for name, code, number in counted:
        expected = sum(code in slow.has[key][name] for key in kept)
        address = QueryDict(urlsplit(area_list_address(filterset, code, name)).query)
        practices = create_filterset(PracticeList, address)
        assert practices.is_valid() and not practices.not_applied  # noqa: PT018
        listed = practices.filter_queryset(PracticeList.noun.public()).count()
        assert number == expected == listed, (name, code)


def test_the_real_map_has_every_member_state_once_and_what_it_says_is_in_the_lists(real_records):
    html = page("/coverage/states/")
    members = set(Country.objects.filter(un_member=True).values_list("name", flat=True))
    named = Practice.objects.published().filter(countries__isnull=False)
    others = set(named.values_list("countries__name", flat=True)) - members
    shown = squares()
    assert set(shown) == members | others
    assert html.count('class="square') == len(shown) + html.count('class="squares"')
    links = re.findall(r'<a class="square[^>]*href="([^"]+)" title="([^"]+)"', html)
    for address, name in random.Random(7).sample(links, 8):
        listed = re.search(r'class="count">\s*([\d,]+) practice', page(unescape(address)))
        assert int(listed[1] if listed else 0) == shown[unescape(name)], name


def test_the_file_holds_the_squares_of_the_page(real_records):
    query = "?sector=aviation&region=142"
    text = Client().get(f"/coverage/states.csv{query}").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["name"]: int(row["practices"]) for row in rows} == squares(
        f"/coverage/states/{query}"
    )
    assert {row["region"] for row in rows} == {"Asia"}
    assert "South-eastern Asia" in {row["subregion"] for row in rows}
    for row in rows[:3]:
        path = urlsplit(row["list"])
        assert path.path == "/practices/"
        assert parse_qs(path.query) == {"sector": ["aviation"], "country": [row["code"]]}
