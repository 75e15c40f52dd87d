"""The map of States has a square for whoever belongs on it, and counts what its links lead to."""

import re

import pytest
from django.test import Client

from catalogue.models import Region
from tests.coverage.state_page import read_page, read_squares
from tests.factories import make_country, make_practice, make_region

pytestmark = pytest.mark.django_db


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
    assert read_squares() == {"An area": 1, "Atlantis": 0}
    assert read_squares("/coverage/states/?q=nothingofthekind") == {"An area": 0, "Atlantis": 0}


def test_a_draft_counts_nowhere_and_brings_no_area(world):
    state = make_country(name="Atlantis", un_member=True, region=world["West"])
    area = make_country(name="An area", region=world["West"])
    make_practice(countries=[state, area], status="draft", title="zqtitle")
    make_practice(countries=[state])
    assert read_squares() == {"Atlantis": 1}
    for address in ("/coverage/states/", "/coverage/states.csv"):
        assert "zqtitle" not in read_page(address)
    assert "1 practice</a>, counted once" in read_page("/coverage/states/")


def test_a_region_counts_every_practice_once_with_those_that_name_no_country(world):
    states = [make_country(un_member=True, region=world["North East"]) for _ in range(2)]
    make_country(un_member=True, region=world["West"])
    make_practice(countries=states)
    make_practice(regions=[world["East"]])
    html = read_page("/coverage/states/")
    east = re.search(rf'<a href="/practices/\?region={world["East"].code}">(.*?)</a>', html)[1]
    text = re.sub(r"<[^>]+>", "", html)
    assert re.sub(r"<[^>]+>", "", east) == "East 2 practices"
    assert set(read_squares().values()) == {0, 1}
    assert "1 of them names no country" in text
    assert "2 of the 3 States and areas on the map" in text


def test_regions_stand_in_the_order_of_m49_and_an_empty_one_is_left_out(world):
    for name in ("West", "South East", "North East"):
        make_country(un_member=True, region=world[name])
    headings = re.findall(r"<h(\d)><a[^>]*><span[^>]*>([^<]+)", read_page("/coverage/states/"))
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
    assert read_squares() == {"Eastland": 1, "Westland": 2}
    assert read_squares(f"/coverage/states/?region={world['East'].code}") == {"Eastland": 1}
    assert read_squares(f"/coverage/states/?country={west.code}") == {"Westland": 2}
    both = f"/coverage/states/?region={world['East'].code}&country={west.code}"
    assert read_squares(both) == {"Eastland": 1, "Westland": 2}


def test_a_list_that_is_empty_says_so_and_keeps_the_squares(world):
    make_practice(countries=[make_country(un_member=True, region=world["West"])])
    html = read_page("/coverage/states/?q=nothingofthekind")
    assert "No record has this word" in html
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
    assert f'href="/coverage/states/?sector={sector}"' in read_page(f"/coverage/?{query}")
    assert f'href="/coverage/?sector={sector}"' in read_page(
        f"/coverage/states/?sector={sector}&page=3"
    )
    assert 'href="/coverage/states/"' in read_page("/coverage/")


def test_no_number_of_a_map_leads_past_the_end_of_its_list():
    make_practice(countries=[make_country(un_member=True)])
    for address in ("/coverage/?page=3", "/coverage/states/?page=3"):
        assert "page=3" not in "".join(re.findall(r'href="(/practices/[^"]*)', read_page(address)))
