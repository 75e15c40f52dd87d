"""Values stand under what contains them: countries in regions, paragraphs in resolutions."""

import re

import pytest
from django.test import Client

from tests.factories import (
    make_country,
    make_event,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
)

pytestmark = pytest.mark.django_db


def offered(html: str, *names: str) -> list[tuple[str, int]]:
    """Return the code and depth of each value of some facets, in the order of the page."""
    found = re.findall(
        rf'<label class="option(?: under-(\d))?[^"]*"><input type="checkbox" '
        rf'name="(?:{"|".join(names)})" value="([^"]+)"',
        html,
    )
    return [(code, int(depth or 0)) for depth, code in found]


@pytest.fixture
def places():
    """Make three regions in a tree and a practice in each of two countries."""
    world = make_region(code="001", name="World", order=1)
    asia = make_region(code="142", name="Asia", parent=world, order=2)
    east = make_region(code="030", name="Eastern Asia", parent=asia, order=3)
    for code, region in {"JP": east, "SG": asia}.items():
        make_practice(countries=[make_country(code=code, name=code, region=region)])


def test_a_chosen_region_shows_what_is_under_it(places):
    whole = Client().get("/practices/").text
    assert offered(whole, "region", "country") == [("001", 0), ("142", 1)]
    html = Client().get("/practices/?region=142").text
    assert offered(html, "region", "country") == [("001", 0), ("142", 1), ("030", 2), ("SG", 2)]
    assert "Region and country" in html


def test_a_chosen_country_shows_where_it_lies(places):
    html = Client().get("/practices/?country=JP").text
    assert offered(html, "region", "country") == [("001", 0), ("142", 1), ("030", 2), ("JP", 3)]
    assert html.count("<article") == 1


def test_the_page_of_all_values_shows_the_whole_tree(places):
    html = Client().get("/practices/values/region/?country=JP&region=142&kind=good_practice").text
    assert offered(html, "region", "country") == [
        ("001", 0), ("142", 1), ("030", 2), ("JP", 3), ("SG", 2),
    ]  # fmt: skip
    hidden = re.findall(r'type="hidden" name="(\w+)"', html)
    assert hidden == ["kind"]


def test_countries_are_also_on_a_page_of_their_own(places):
    html = Client().get("/practices/values/country/?region=142").text
    assert offered(html, "region", "country") == [("JP", 0), ("SG", 0)]


def test_paragraphs_stand_under_their_resolution():
    resolution = make_resolution(2341)
    make_practice(paragraphs=[make_paragraph(resolution, "3"), make_paragraph(resolution, "5")])
    make_practice(paragraphs=[make_paragraph(make_resolution(2396), "1")])
    whole = Client().get("/practices/").text
    assert {code for code, _depth in offered(whole, "resolution", "paragraph")} == {"2341", "2396"}
    html = Client().get("/practices/?resolution=2341").text
    assert offered(html, "resolution", "paragraph") == [
        ("2341", 0), ("2341-3", 1), ("2341-5", 1), ("2396", 0),
    ]  # fmt: skip


def test_a_facet_without_what_could_stand_under_it_is_called_by_its_own_name():
    make_event(resolutions=[make_resolution()])
    html = Client().get("/events/").text
    assert "<span>Resolution</span>" in html
    assert "Resolution and paragraph" not in html


def test_years_without_decades_above_them_stand_side_by_side():
    for year in (2010, 2018, 2020):
        make_event(start=f"{year}-04-24", end=None)
    html = Client().get("/events/").text
    assert offered(html, "year") == [("2020", 0), ("2018", 0), ("2010", 0)]
    for day in ("2020-01-01", "2024-01-01"):
        make_practice(last_verified_on=day)
    html = Client().get("/practices/").text
    assert offered(html, "verified") == [("2024", 0), ("2020", 0), ("never", 0)]


def test_a_value_that_nothing_has_is_shown_where_it_is_chosen():
    make_practice(started=2001)
    html = Client().get("/practices/?year=1999").text
    assert offered(html, "decade", "year") == [("2000", 0), ("2001", 1), ("1999", 0)]


def test_labels_of_values_are_escaped():
    make_practice(sectors=[make_sector(slug="odd", label='<script>alert("x")</script>')])
    html = Client().get("/practices/").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)" in html


@pytest.mark.parametrize("noun", ["practices", "events", "organizations", "resolutions"])
def test_every_group_of_filters_has_a_heading(noun):
    make_practice(paragraphs=[make_paragraph(make_resolution(2341), "2")])
    make_event()
    page = Client().get(f"/{noun}/").text
    headings = re.findall(r'<legend class="visually-hidden">\s*(.*?)\s*</legend>', page)
    assert headings
    assert "" not in headings
    assert noun != "practices" or "Resolution and paragraph" in headings
