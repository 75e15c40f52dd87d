"""Every kind of page: accessible, as wide as the window, without a cookie, and fit for print."""

import re

import pytest

from tests.journeys.steps import KINDS, overflow, violations, visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOT_ON_PAPER = ".site-nav, .breadcrumb, .search-bar, .filters, .pagination, .downloads, button"
TEXTS = ["practice with many countries", "event", "resolution", "organization", "paragraph"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_breaks_no_rule_of_accessibility(page, page_problems, kind):
    visit(page, kind, page_problems)
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


def test_open_filters_on_a_phone_break_no_rule_of_accessibility(window):
    page = window(width=360, has_touch=True, is_mobile=True)
    page.goto("/events/?q=APEC")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(page) == []


def test_the_sign_in_page_breaks_no_rule_of_accessibility(page):
    page.goto("/admin/login/")
    assert violations(page) == []


@pytest.fixture(scope="module")
def walk(open_window, complaints):
    """Walk past every kind of page in a narrow window, and return what was seen of each."""
    page, seen = open_window(width=320), {}
    for kind in KINDS:
        visit(page, kind, complaints)
        seen[kind] = {"cookies": page.context.cookies(), "overflow": overflow(page)}
        page.emulate_media(media="print")
        seen[kind]["on paper"] = page.locator(NOT_ON_PAPER).filter(visible=True).count()
        page.emulate_media(media="screen")
    page.context.close()
    assert complaints == []
    return seen


def test_no_page_is_wider_than_a_narrow_window(walk):
    assert [kind for kind, seen in walk.items() if seen["overflow"] > 0] == []


def test_no_page_sets_a_cookie(walk):
    assert [kind for kind, seen in walk.items() if seen["cookies"]] == []


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


@pytest.mark.parametrize("kind", ["practice with many countries", "practices side by side"])
def test_what_is_read_on_paper_takes_two_sheets_at_most(page, page_problems, kind):
    visit(page, kind, page_problems)
    page.emulate_media(media="print")
    margin = dict.fromkeys(["top", "bottom", "left", "right"], "15mm")
    printed = page.pdf(format="A4", prefer_css_page_size=True, margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) in (1, 2)


def test_forced_colours_break_no_rule_of_accessibility(page, page_problems):
    page.emulate_media(forced_colors="active")
    for kind in ("superseded practice", "practices side by side", "word", "style"):
        visit(page, kind, page_problems)
        assert violations(page) == []
    page.emulate_media(forced_colors="none")
