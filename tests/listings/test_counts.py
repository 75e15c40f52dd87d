"""Counts on the page: every other filter applies, a zero is shown and cannot be chosen."""

import re

import pytest
from django.test import Client

from tests.factories import make_measure, make_practice, make_sector

pytestmark = pytest.mark.django_db


def counts(html: str, facet: str) -> dict[str, int]:
    """Return the count of each value of a facet on a page."""
    options = re.findall(
        rf'name="{facet}" value="(\w+)".*?<span class="number">(\d+)</span>', html, re.DOTALL
    )
    return {code: int(count) for code, count in options}


def test_counts_apply_every_other_filter_and_not_their_own():
    port, airport = make_sector(slug="port"), make_sector(slug="airport")
    drill, law = make_measure(slug="drill"), make_measure(slug="law")
    make_practice(sectors=[port], measures=[drill])
    make_practice(sectors=[port, airport], measures=[drill, law])
    make_practice(sectors=[airport], measures=[law])
    html = Client().get("/practices/?sector=port").text
    assert counts(html, "sector") == {"port": 2, "airport": 2}
    assert counts(html, "measure") == {"drill": 2, "law": 1}


def test_a_zero_is_shown_and_cannot_be_chosen():
    make_practice(sectors=[make_sector(slug="port")])
    make_sector(slug="unused")
    html = Client().get("/practices/").text
    assert counts(html, "sector") == {"port": 1, "unused": 0}
    assert re.search(r'value="unused" disabled', html)


def test_a_chosen_parent_counts_what_has_its_children():
    above = make_sector(slug="transport")
    below = make_sector(slug="rail", parent=above)
    make_practice(sectors=[below])
    html = Client().get("/practices/?sector=transport").text
    assert counts(html, "sector") == {"transport": 1, "rail": 1}
    assert html.count("<article") == 1


def test_a_retired_term_shows_only_where_it_is_in_use():
    make_practice(sectors=[make_sector(slug="old", retired=True), make_sector(slug="port")])
    make_sector(slug="gone", retired=True)
    assert set(counts(Client().get("/practices/").text, "sector")) == {"old", "port"}


def test_an_empty_list_says_which_filter_to_drop():
    make_practice(sectors=[make_sector(slug="port")], kind="tool")
    make_practice(sectors=[make_sector(slug="rail")], kind="training")
    make_practice(sectors=[make_sector(slug="rail2")], kind="training")
    html = Client().get("/practices/?sector=port&kind=training").text
    assert re.search(r'href="/practices/\?kind=training">1 record.?', html) is None
    assert 'href="/practices/?kind=training">2 records without “Sector”' in html
    assert 'href="/practices/?sector=port">1 record without “Kind”' in html


def test_an_empty_list_names_the_values_that_come_nearest():
    port, rail = make_sector(slug="port", label="Ports"), make_sector(slug="rail", label="Rail")
    make_practice(sectors=[port], kind="tool")
    for _ in range(2):
        make_practice(sectors=[rail], kind="training")
    html = Client().get("/practices/?sector=port&kind=training").text
    assert re.search(r'\?sector=rail&amp;kind=training" dir="auto">Rail</a> <[^>]*>\(2\)', html)
    assert re.search(r'\?sector=port&amp;kind=tool" dir="auto">Tool</a> <[^>]*>\(1\)', html)


def test_all_values_of_a_facet_are_on_a_page_of_their_own():
    sectors = [make_sector(slug=f"s{n}") for n in range(12)]
    make_practice(sectors=sectors[:11], kind="tool")
    make_practice(sectors=sectors[:1], kind="training")
    query = "kind=tool&sector=s10&sort=title&per_page=50"
    listed = Client().get(f"/practices/?{query}").text
    assert set(counts(listed, "sector")) == {f"s{n}" for n in range(11)}
    assert f'href="/practices/values/sector/?{query.replace("&", "&amp;")}"' in listed
    html = Client().get(f"/practices/values/sector/?{query}").text
    assert counts(html, "sector") == {f"s{n}": int(n < 11) for n in range(12)}
    assert 'value="s10" checked' in html
    for name, kept in {"kind": "tool", "sort": "title", "per_page": "50"}.items():
        assert f'type="hidden" name="{name}" value="{kept}"' in html
    assert f'href="/practices/?{query.replace("&", "&amp;")}"' in html


@pytest.mark.parametrize("facet", ["colour", "evidence", "q"])
def test_a_facet_that_is_not_there_has_no_page(facet):
    make_practice()
    assert Client().get(f"/practices/values/{facet}/").status_code == 404


def test_a_wrong_address_is_an_error_on_that_page_too():
    make_practice()
    assert Client().get("/practices/values/sector/?kind=wish").status_code == 400
