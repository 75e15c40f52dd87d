"""A reader puts practices side by side, starting from the page of one, with a keyboard alone."""

import re

import pytest

from tests.journeys.steps import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: Wait until what is in the element has moved aside.
MOVED = """element => element.scrollLeft > 0 || new Promise(done => {
    element.addEventListener("scroll", () => done(true), { once: true });
})"""


def compared(page) -> list[str]:
    """Return the codes of the practices side by side."""
    return page.locator("thead .key").all_inner_texts()


def test_a_practice_is_compared_with_one_that_is_typed_and_with_more(page):
    page.goto("/practices/GP-0001/")
    page.get_by_label("Compare with another practice").fill("gp-0132")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert compared(page) == ["GP-0001", "GP-0132"]
    page.get_by_label("Add a practice").fill("GP-0070")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert compared(page) == ["GP-0001", "GP-0132", "GP-0070"]
    follow(page, "Remove GP-0132")
    assert compared(page) == ["GP-0001", "GP-0070"]
    page.go_back()
    assert compared(page) == ["GP-0001", "GP-0132", "GP-0070"]


def test_the_nearest_are_one_step_away_without_javascript(window):
    page = window(java_script_enabled=False)
    page.goto("/practices/GP-0001/")
    press(page, page.get_by_role("link", name=re.compile("^Compare with the nearest")))
    assert len(compared(page)) == 4
    assert compared(page)[0] == "GP-0001"


def test_a_wide_table_is_moved_by_keyboard_on_a_phone(window):
    page = window(width=360)
    page.goto("/practices/compare/?code=GP-0001&code=GP-0132")
    table = page.get_by_role("region", name="2 practices side by side")
    table.focus()
    page.keyboard.press("ArrowRight")
    assert table.evaluate(MOVED)


def test_the_contents_lead_to_their_sections_and_stay_in_sight(page):
    page.goto("/practices/GP-0001/")
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Cite this").click()
    page.wait_for_url(re.compile("#cite$"))
    assert page.get_by_role("heading", name="Cite this").is_visible()
    assert contents.get_by_role("link", name="How it works").bounding_box()["y"] >= 0


def test_on_a_phone_the_contents_open_and_lead_on(window):
    page = window(width=360)
    page.goto("/practices/GP-0001/")
    link = page.get_by_role("link", name="Cite this")
    assert not link.is_visible()
    page.locator(".contents summary").click()
    link.click()
    page.wait_for_url(re.compile("#cite$"))
