"""The search box in the header: by keyboard, by mouse, on a phone, read aloud, without scripts."""

import re

import pytest

from tests.journeys.steps import ALL_BUT_CONTRAST, CONTRAST, overflow, tab_to, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def box(page):
    return page.get_by_label("Search the catalogue").first


def options(page):
    return page.get_by_role("option")


def type_words(page, words: str) -> None:
    """Type into the box, and wait for what is suggested."""
    box(page).press_sequentially(words)
    page.wait_for_function(
        "words => document.querySelector('[role=combobox][aria-expanded=true]')?.value === words",
        arg=words,
    )


def active(page) -> str:
    """Return the text of the option that a screen reader is told to read."""
    return box(page).evaluate(
        "input => document.getElementById(input.getAttribute('aria-activedescendant'))?.innerText"
    )


def test_a_record_is_opened_by_keyboard(page):
    page.goto("/about/")
    tab_to(page, box(page), most=10)
    type_words(page, "2341 para 2")
    assert page.get_by_role("listbox", name="Suggestions").is_visible()
    assert page.get_by_role("group", name="Operative paragraphs").is_visible()
    said = page.locator(".site-search [role=status]").inner_text()
    assert said.split()[0] == str(options(page).count())
    page.keyboard.press("ArrowDown")
    assert active(page).startswith("S/RES/2341 (2017), para. 2")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/resolutions/s-res-2341-2017/2/$"))


def test_arrows_go_round_and_other_keys_return_to_the_text(page):
    page.goto("/about/")
    type_words(page, "drone")
    last = options(page).count() - 1
    page.keyboard.press("ArrowUp")
    assert active(page) == options(page).nth(last).inner_text()
    page.keyboard.press("ArrowDown")
    assert active(page) == options(page).first.inner_text()
    assert options(page).first.get_attribute("aria-selected") == "true"
    for key in ("Home", "End"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
        assert active(page) is None
    assert box(page).evaluate("input => document.activeElement === input")


def test_escape_closes_and_an_arrow_opens_again(page):
    page.goto("/about/")
    type_words(page, "drone")
    page.keyboard.press("Escape")
    assert box(page).get_attribute("aria-expanded") == "false"
    assert page.get_by_role("listbox").count() == 0
    assert box(page).input_value() == "drone"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[aria-activedescendant]")
    page.keyboard.press("Tab")
    assert box(page).get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.innerText") == "Search"


def test_enter_without_a_choice_searches(page):
    page.goto("/about/")
    type_words(page, "drone")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=drone$"))


def test_a_suggestion_is_a_link_for_the_mouse(page):
    page.goto("/about/")
    type_words(page, "Japan")
    page.get_by_role("option", name=re.compile("^Japan")).first.click()
    page.wait_for_url(re.compile(r"/practices/\?country=JP$"))


def test_words_without_suggestions_are_said_and_nothing_opens(page):
    page.goto("/about/")
    box(page).press_sequentially("qqqq")
    page.get_by_text("0 suggestions").wait_for(state="attached")
    assert box(page).get_attribute("aria-expanded") == "false"


def test_the_box_works_while_the_server_fails(page):
    page.goto("/about/")
    page.route("**/search/suggestions/**", lambda route: route.fulfill(status=200, body=""))
    box(page).press_sequentially("drone")
    page.unroute("**/search/suggestions/**")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=drone$"))


def test_on_a_phone_a_button_opens_the_box(window):
    page = window(width=360, has_touch=True, is_mobile=True)
    page.goto("/about/")
    assert not box(page).is_visible()
    page.get_by_role("button", name="Search", exact=True).first.click()
    assert box(page).evaluate("input => document.activeElement === input")
    type_words(page, "drone")
    assert violations(page) == []
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    assert box(page).is_visible()
    page.keyboard.press("Escape")
    assert not box(page).is_visible()


@pytest.mark.parametrize(
    "colours", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_open_suggestions_break_no_rule(page, colours):
    page.emulate_media(**colours)
    page.goto("/")
    type_words(page, "drone")
    page.keyboard.press("ArrowDown")
    for rules in (ALL_BUT_CONTRAST, CONTRAST):
        assert violations(page, rules) == []


def test_it_reads_from_right_to_left(page):
    page.goto("/about/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    type_words(page, "drone")
    place = page.get_by_role("listbox").bounding_box()
    assert place["x"] >= 0
    assert abs(place["x"] - box(page).locator("..").bounding_box()["x"]) < 2
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_without_scripts_it_is_a_form(window, width):
    page = window(width=width, java_script_enabled=False)
    page.goto("/about/")
    if width == 360:
        page.get_by_role("button", name="Search", exact=True).first.click()
    box(page).fill("drone")
    assert page.get_by_role("combobox").count() == 0
    box(page).press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=drone$"))


def test_it_is_not_printed(page):
    page.emulate_media(media="print")
    page.goto("/about/")
    assert not box(page).is_visible()
