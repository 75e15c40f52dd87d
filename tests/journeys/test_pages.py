"""Every kind of page: as wide as the window, without a cookie, and fit for print."""

import re

import pytest

from tests.journeys.steps import overflow, visit
from tools.inspection.pages import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOT_ON_PAPER = ".site-nav, .breadcrumb, .search-bar, .filters, .pagination, .downloads, button"
#: What stands on a page but on its buttons, of which scripts need fewer.
TEXT = """main => {
    for (const button of main.querySelectorAll("button")) button.remove();
    return main.innerText;
}"""
TEXTS = ["practice with many countries", "event", "resolution", "organization", "paragraph"]


@pytest.fixture(scope="module")
def walk(open_window, complaints):
    """Walk past every kind of page in a narrow window, and return what was seen of each.

    Its text is that of a wide window, and is taken last: the buttons are gone then.
    """
    page, seen = open_window(width=320), {}
    for kind in KINDS:
        visit(page, kind, complaints)
        seen[kind] = {"cookies": page.context.cookies(), "overflow": overflow(page)}
        page.emulate_media(media="print")
        seen[kind]["on paper"] = page.locator(NOT_ON_PAPER).filter(visible=True).count()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 800})
        seen[kind]["text"] = page.locator("main").evaluate(TEXT)
        page.set_viewport_size({"width": 320, "height": 800})
    page.context.close()
    assert complaints == []
    return seen


def test_no_page_is_wider_than_a_narrow_window(walk):
    assert [kind for kind, seen in walk.items() if seen["overflow"] > 0] == []


def test_no_page_sets_a_cookie(walk):
    assert [kind for kind, seen in walk.items() if seen["cookies"]] == []


def test_a_page_says_the_same_without_javascript(walk, window, page_problems):
    page = window(java_script_enabled=False)
    for kind in KINDS:
        visit(page, kind, page_problems)
        assert page.locator("main").evaluate(TEXT) == walk[kind]["text"], kind


def test_paper_shows_neither_navigation_nor_filters(walk):
    assert [kind for kind, seen in walk.items() if seen["on paper"]] == []


def test_paper_shows_the_addresses_of_sources(page, page_problems):
    for kind in TEXTS:
        visit(page, kind, page_problems)
        page.emulate_media(media="print")
        printed = page.locator('.sources a[href^="http"], .facts a[href^="http"]')
        assert printed.count(), kind
        for link in printed.all():
            text = link.evaluate("link => getComputedStyle(link, '::after').content")
            assert link.get_attribute("href") in text


def test_paper_is_white_for_a_reader_who_prefers_dark(window):
    page = window(color_scheme="dark")
    page.goto("/about/")
    page.emulate_media(media="print")
    assert page.locator("html").evaluate("root => getComputedStyle(root).colorScheme") == "light"


#: Where most is to be printed, besides pages of KINDS.
LONGEST = {
    "practice": "/practices/GP-0387/",
    "resolution": "/resolutions/s-res-2341-2017/",
    "organization": "/organizations/unoct/",
    "event": KINDS["event"],
    "practices side by side": KINDS["practices side by side"],
    "coverage": KINDS["coverage"],
    "map of States": KINDS["map of States"],
}


#: A record with very much in it takes a third sheet.
SHEETS = dict.fromkeys(("practice", "resolution", "organization", "event"), 3)


@pytest.mark.parametrize("kind", LONGEST)
def test_what_is_read_on_paper_takes_few_sheets(page, kind):
    page.goto(LONGEST[kind])
    page.emulate_media(media="print")
    margin = dict.fromkeys(["top", "bottom", "left", "right"], "15mm")
    printed = page.pdf(format="A4", prefer_css_page_size=True, margin=margin)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= SHEETS.get(kind, 2)


def test_the_whole_map_is_on_paper(page):
    page.set_viewport_size({"width": 1000, "height": 700})  # the long side of A4 within its margins
    page.goto(KINDS["coverage"])
    page.emulate_media(media="print")
    assert overflow(page) == 0
    frame = page.locator(".map-frame")
    assert frame.evaluate("frame => getComputedStyle(frame).overflow") == "visible"
