"""A list changes in place: the address, the back button, the focus and what is said follow."""

import re

import pytest

from tests.journeys.steps import chips, codes, count, press, remove_chip, tick, value

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def listed(page):
    """Open the list of practices, with a mark that is lost when the page is loaded again."""
    page.goto("/practices/")
    page.evaluate("window.mark = true")
    return page


def is_the_same_document(page) -> bool:
    """Return True if the page was not loaded again."""
    return page.evaluate("window.mark === true")


def said(page) -> str:
    """Return what a screen reader is told."""
    return page.get_by_role("status").inner_text()


def test_filters_chips_and_pages_change_the_list_in_place(listed):
    tick(listed, "Civil aviation")
    narrow = count(listed)
    press(listed, listed.get_by_role("link", name="2", exact=True))
    second = codes(listed)
    remove_chip(listed, "Civil aviation")
    assert count(listed) > narrow
    assert codes(listed) != second
    assert is_the_same_document(listed)


def test_what_is_said_is_the_new_number(listed):
    assert said(listed) == ""
    tick(listed, "Civil aviation")
    assert said(listed) == f"{count(listed)} practices"


def test_the_focus_stays_on_the_box_and_open_facets_stay_open(listed):
    threat = listed.locator("#facet-threat")
    threat.locator("summary").click()
    tick(listed, "Civil aviation")
    assert value(listed, "Civil aviation").evaluate("box => box === document.activeElement")
    assert threat.get_attribute("open") is not None


def test_after_a_link_of_the_list_the_focus_is_on_its_head(listed):
    press(listed, listed.get_by_role("link", name="2", exact=True))
    assert listed.locator("#results").evaluate("head => head === document.activeElement")


def test_the_address_holds_only_what_is_in_force(listed):
    tick(listed, "Civil aviation")
    assert listed.url.endswith("/practices/?sector=aviation")
    press_select = listed.get_by_label("Sort by")
    with listed.expect_navigation(url=re.compile("sort=title")):
        press_select.select_option("title")
    assert listed.url.endswith("/practices/?sector=aviation&sort=title")


def test_back_shows_the_list_that_was_there(listed):
    tick(listed, "Civil aviation")
    narrow = codes(listed)
    remove_chip(listed, "Civil aviation")
    listed.go_back()
    listed.locator(".chip", has_text="Civil aviation").wait_for()
    assert chips(listed) == ["Sector: Civil aviation"]
    assert codes(listed) == narrow


def test_words_typed_into_a_list_bring_the_best_first(listed):
    listed.get_by_label("Search practices").fill("stadium")
    with listed.expect_navigation(url=re.compile("q=stadium$")):
        listed.keyboard.press("Enter")
    assert listed.get_by_label("Sort by").locator("option:checked").inner_text() == "Relevance"
    assert is_the_same_document(listed)


def test_what_is_wrong_with_an_address_is_said_in_place(listed, page_problems):
    listed.get_by_label("Started in or after").fill("abc")
    with listed.expect_navigation(url=re.compile("year_from=abc")):
        listed.keyboard.press("Enter")
    page_problems.clear()  # of the status 400
    assert listed.get_by_role("alert").is_visible()
    assert listed.get_by_label("Started in or after").input_value() == "abc"


def test_practices_of_several_pages_are_chosen_and_stand_side_by_side(listed):
    chosen = [codes(listed)[1]]
    listed.get_by_label(f"Compare {chosen[0]}").check()
    press(listed, listed.get_by_role("link", name="2", exact=True))
    chosen.append(codes(listed)[0])
    listed.get_by_label(f"Compare {chosen[1]}").check()
    press(listed, listed.get_by_role("button", name="Compare"))
    heads = listed.locator("table.compare thead .key").all_inner_texts()
    assert heads == chosen


def test_no_more_are_chosen_than_stand_side_by_side(listed):
    boxes = listed.locator(".card .choose input")
    for place in range(4):
        boxes.nth(place).check()
    assert boxes.nth(4).is_disabled()
    listed.locator(".chosen-practices input").first.click()
    assert boxes.nth(4).is_enabled()
    assert not boxes.nth(0).is_checked()


def test_practices_are_chosen_without_javascript(window):
    page = window(java_script_enabled=False)
    page.goto("/practices/?sort=title")
    chosen = codes(page)[:2]
    for code in chosen:
        page.get_by_label(f"Compare {code}").check()
    press(page, page.get_by_role("button", name="Compare"))
    assert page.locator("table.compare thead .key").all_inner_texts() == chosen


def test_a_server_that_does_not_answer_is_asked_for_the_whole_page(window, page_problems):
    page = window()
    page.goto("/practices/")
    page.route("**/practices/?sector=*", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        value(page, "Civil aviation").click()
    page.context.close()
    page_problems.clear()  # of the requests that failed
