"""A reader finds what was done for a place like theirs, checks on what it rests, takes it away."""

import re

import pytest

from tests.journeys.steps import (
    EVENT,
    chips,
    codes,
    codes_of_all_pages,
    count,
    download,
    follow,
    press,
    remove_chip,
    tick,
    value,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CHOSEN = ["Sector: Civil aviation", "Measure: Risk assessment"]


def choose(page):
    """Come in by a sector on the home page, and narrow it by a measure."""
    page.goto("/")
    press(page, page.get_by_role("link", name=re.compile("^Civil aviation")))
    tick(page, "Risk assessment")


def test_a_list_is_narrowed_by_filters_and_widened_by_their_chips(page):
    page.goto("/practices/?sector=aviation")
    wide = count(page)
    choose(page)
    assert chips(page) == CHOSEN
    assert 0 < count(page) < wide
    remove_chip(page, "Risk assessment")
    assert chips(page) == CHOSEN[:1]
    assert count(page) == wide


def test_clearing_the_filters_keeps_the_words_and_the_order(page):
    page.goto("/practices/?q=airport&sort=title&sector=aviation")
    follow(page, "Clear filters")
    assert page.url.endswith("/practices/?q=airport&sort=title")


def test_a_value_beyond_the_first_ten_is_chosen_on_a_page_of_its_own(page):
    page.goto("/practices/?measure=training_and_exercises&sort=title")
    press(page, page.get_by_role("link", name="See all 20 (Sector)"))
    tick(page, "Education", "Retail")
    assert chips(page) == ["Sector: Retail", "Sector: Education", "Measure: Training and exercises"]
    assert value(page, "Education").is_checked()
    assert page.get_by_label("Sort by").input_value() == "title"


def test_a_sorted_list_stays_sorted_and_as_long_as_chosen_under_a_new_filter(page):
    page.goto("/practices/?per_page=50&sort=title")
    tick(page, "Civil aviation")
    assert page.get_by_label("Sort by").input_value() == "title"
    assert len(codes(page)) == min(50, count(page))


def test_a_record_leads_to_its_paragraph_its_resolution_and_the_workshop_and_back(page):
    choose(page)
    listed = page.url
    follow(page, "APEC Consolidated Counter-Terrorism and Secure Trade Strategy")
    follow(
        page,
        "S/RES/2341 (2017), para. 8 - Regional and cross-border cooperation",
        "S/RES/2341 (2017)",
        EVENT,
    )
    assert page.get_by_role("heading", level=1).inner_text() == EVENT
    for _ in range(4):
        page.go_back()
    assert page.url == listed
    assert chips(page) == CHOSEN


def test_the_file_holds_the_records_on_the_screen_in_their_order(page):
    choose(page)
    rows = download(page, re.compile("^CSV, "))
    shown = codes_of_all_pages(page)
    assert len(shown) > 20  # more than one page
    assert [row["code"] for row in rows] == shown


def test_the_link_to_the_file_says_how_many_records_it_has(page):
    choose(page)
    link = page.get_by_role("link", name=f"CSV, {count(page)} records")
    assert link.is_visible()


def test_filters_work_without_javascript(window):
    page = window(java_script_enabled=False)
    choose(page)
    assert chips(page) == CHOSEN
    remove_chip(page, "Risk assessment")
    assert chips(page) == CHOSEN[:1]


def test_filters_on_a_phone_work_without_javascript(window):
    page = window(width=360, java_script_enabled=False)
    page.goto("/practices/")
    assert not value(page, "Civil aviation").is_visible()
    page.locator("summary", has_text="Filters").click()
    tick(page, "Civil aviation")
    assert chips(page) == CHOSEN[:1]


def test_without_a_result_the_list_says_so_and_offers_a_way_on(page):
    page.goto("/practices/?sector=aviation&q=zzzz")
    assert count(page) == 0
    follow(page, "Show the whole list")
    assert count(page) > 0


def test_a_page_beyond_the_last_leads_to_the_last(page, page_problems):
    page.goto("/practices/?sector=aviation&page=99")
    page_problems.clear()  # of the status 404
    press(page, page.get_by_role("link", name=re.compile("^Go to the last page")))
    assert chips(page) == CHOSEN[:1]
    assert page.get_by_role("link", name="Next", exact=True).count() == 0
