"""Everything that a mouse does, the keyboard does; and the focus is always to be seen."""

import re

import pytest

from tests.journeys.steps import chips, codes, count, tab_to, value

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_first_stop_skips_to_the_content_and_the_search_is_near(page):
    page.goto("/practices/")
    tab_to(page, page.get_by_role("link", name="Skip to the content"), most=1)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Search practices"), most=2)
    page.keyboard.type("stadium")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=stadium"))
    assert chips(page) == ["Search: “stadium”"]
    assert count(page) > 0


def test_on_a_phone_the_filters_open_and_apply_by_keyboard(window):
    page = window(width=360)
    page.goto("/practices/")
    filters = page.locator("#filters > summary")
    tab_to(page, filters)
    page.keyboard.press("Enter")
    tab_to(page, value(page, "Civil aviation"))
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("sector=aviation"))
    assert chips(page) == ["Sector: Civil aviation"]


def test_on_a_wide_screen_the_open_filters_are_reached_by_keyboard(page):
    page.goto("/practices/")
    tab_to(page, value(page, "Food"))
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("sector=food"))
    assert chips(page) == ["Sector: Food"]
    tab_to(page, page.get_by_role("button", name="Apply filters"), most=60)
    page.keyboard.press("Enter")  # nothing is left to apply: it leads to the list
    page.wait_for_function("document.activeElement.id == 'results'")


def test_every_stop_on_a_record_is_to_be_seen(window):
    page = window(color_scheme="dark")
    page.goto("/practices/GP-0001/")
    tab_to(page, page.get_by_role("link", name="Editors"), most=90)


def test_chips_are_taken_away_and_pages_are_turned_by_keyboard(page):
    page.goto("/practices/?sector=aviation")
    tab_to(page, page.locator(".chip"), most=120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/practices/$"))
    assert chips(page) == []
    tab_to(page, page.get_by_role("link", name="Next", exact=True), most=120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("page=2"))
    assert codes(page)


def test_practices_are_marked_and_stand_side_by_side_by_keyboard(page):
    page.goto("/practices/?sector=aviation")
    marked = codes(page)[:2]
    for code in marked:
        tab_to(page, page.get_by_role("checkbox", name=f"Compare {code}"), most=120)
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Compare", exact=True), most=120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/compare/"))
    assert [page.get_by_role("columnheader", name=code).count() for code in marked] == [1, 1]
