"""The workshop of 2018 with which the catalogue began: all that it names is reached from there."""

import pytest

from tests.journeys.steps import EVENT, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
COMPENDIUM = (
    "The protection of critical infrastructures against terrorist attacks: "
    "Compendium of good practices (2018)"
)
WORKING_GROUP = (
    "CTITF Working Group on Protection of Critical Infrastructure, including Vulnerable Targets, "
    "Internet, and Tourism Security"
)
ATAARI = "United States - APEC Technical Assistance to Advance Regional Integration (US-ATAARI)"
#: What the report of the workshop names: the links that lead there, and those that lead back.
NAMED = {
    "resolution 2341": (["S/RES/2341 (2017)"], [EVENT]),
    "resolution 2396": (["S/RES/2396 (2017)"], [EVENT]),
    "CTED": (["Counter-Terrorism Committee Executive Directorate (CTED)"], [EVENT]),
    "CTWG": (["APEC Counter-Terrorism Working Group (CTWG)"], [EVENT]),
    "US-ATAARI": ([ATAARI], [EVENT]),
    "United States": (["United States of America"], [EVENT]),
    "compendium": ([COMPENDIUM], [EVENT]),
    "CTITF working group": ([COMPENDIUM, WORKING_GROUP], [COMPENDIUM, EVENT]),
    "need to map": (["About"], ["The workshop, its organizers and the resolutions discussed"]),
}


def test_what_the_workshop_names_is_reached_from_its_page_and_leads_back(page):
    page.goto("/events/EV-0029/")
    start = page.url
    for name, (there, back) in NAMED.items():
        follow(page, *there)
        assert page.url != start, name
        follow(page, *back)
        assert page.url == start, name


def test_the_page_about_the_catalogue_states_the_need_to_map(page):
    page.goto("/about/")
    assert "noted the need to map the initiatives and guidance" in page.locator("main").inner_text()


def test_the_compendium_is_listed_under_the_paragraph_that_it_cites(page):
    page.goto("/practices/GP-0001/")
    follow(page, "S/RES/2341 (2017), para. 7 - Sharing good practices")
    assert page.get_by_role("link", name=COMPENDIUM, exact=True).is_visible()
