"""No page breaks a rule of accessibility (WCAG 2.2, A and AA), however it is looked at."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import Practice, Sector
from catalogue.operations.sessions import MAX_SESSION_SECONDS, SEEN
from catalogue.pages.middleware import page_cache
from catalogue.search.missed import write_missed_searches
from tests.admin.desk import address, list_address
from tests.journeys.steps import ALL_BUT_CONTRAST, CONTRAST, RULES, overflow, violations, visit
from tools.inspection.pages import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DARK, FORCED = {"color_scheme": "dark"}, {"forced_colors": "active"}
#: Ways of looking at every page: width of the window (320: a window of 1280 at 400 %), how it is
#: coloured, and the rules that are checked. Contrast takes longest; it is the same in any width.
WAYS = {
    "on a desktop": (1280, {}, RULES),
    "dark on a desktop": (1280, DARK, CONTRAST),
    "dark on a phone": (360, DARK, ALL_BUT_CONTRAST),
    "at 400 % in forced colours": (320, FORCED, ALL_BUT_CONTRAST),
}
#: Contrast on pages with parts or colours that only narrow windows or forced colours have.
NARROW_WAYS = {
    "dark on a phone": (360, DARK, CONTRAST),
    "at 400 % in forced colours": (320, FORCED, CONTRAST),
}
NARROW_KINDS = [
    "home",
    "list under filters",
    "list at a wrong address",
    "practices side by side",
    "coverage under a filter",
    "map of States under filters",
    "timeline",
    "statistics",
    "style",
]


def broken_rules(page, ways=WAYS) -> dict[str, list[str]]:
    """Return what breaks a rule on a page, by the way of looking."""
    found = {}
    for way, (width, colours, rules) in ways.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none"} | colours)
        found[way] = violations(page, rules)
    return {way: broken for way, broken in found.items() if broken}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_breaks_no_rule(page, page_problems, kind):
    visit(page, kind, page_problems)
    assert broken_rules(page) == {}


@pytest.mark.parametrize("kind", NARROW_KINDS)
def test_what_only_a_narrow_page_has_is_seen(page, page_problems, kind):
    visit(page, kind, page_problems)
    assert broken_rules(page, NARROW_WAYS) == {}


def test_open_filters_on_a_phone_break_no_rule(window):
    page = window(width=360, has_touch=True, is_mobile=True)
    page.goto("/events/?q=APEC")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(page) == []


@pytest.fixture(scope="module")
def arabic_window(open_window):
    """Return a window that has kept no page in another language."""
    page = open_window()
    yield page
    page.context.close()


@pytest.fixture
def arabic(settings):
    """Let the catalogue speak Arabic where it can; what is kept in English is forgotten."""
    settings.LANGUAGE_CODE = "ar"
    page_cache.clear()


def test_no_page_breaks_a_rule_from_right_to_left(arabic, arabic_window, page_problems):
    for kind in KINDS:
        visit(arabic_window, kind, page_problems)
        root = arabic_window.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
        assert violations(arabic_window, ALL_BUT_CONTRAST) == [], kind


# --- The editors' desk -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def editor(site, django_db_blocker):
    """Return the cookie of a user who has logged in; the server reads it in its own connection.

    The session is never saved again, however late a test comes: on SQLite the transaction of a test
    keeps the server from writing.
    """
    with django_db_blocker.unblock():
        write_missed_searches(Counter({"moats": 3, "drawbridges": 4}))
        client = Client()
        client.force_login(User.objects.create_superuser("someone"))
        session = client.session
        session[SEEN] += MAX_SESSION_SECONDS
        session.save()
    return {"name": "sessionid", "value": session.session_key, "url": site}


@pytest.fixture
def desk(page, editor):
    """Return the window of somebody who has signed in."""
    page.context.add_cookies([editor])
    return page


RECORD_PAGES = ("change", "published", "history", "delete")


def desk_pages() -> dict[str, str]:
    """Return the addresses of the main pages of the desk."""
    draft = Practice.objects.filter(status="draft").order_by("code").first()
    pages = {page: address(draft, page) for page in ("change", "history", "delete")}
    return pages | {
        "published": address(Practice.objects.get(code="GP-0003")),
        "index": "/admin/",
        "account": "/admin/account/",
        "missed searches": "/admin/missed-searches/",
        "confirm": "/admin/confirm/",
        "list": list_address("practice"),
        "list of drafts": list_address("practice") + "?status__exact=draft",
        "term": address(Sector.objects.first()),
        "new record": list_address("practice", "add"),
    }


def test_the_sign_in_page_breaks_no_rule(page):
    page.goto("/admin/login/")
    assert broken_rules(page) == {}


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "account",
        "missed searches",
        "confirm",
        "list",
        "list of drafts",
        "term",
        "new record",
        *RECORD_PAGES,
    ],
)
def test_a_page_of_the_desk_breaks_no_rule(desk, name):
    desk.goto(desk_pages()[name])
    if name in ("change", "new record"):
        desk.locator(".select2-selection").first.wait_for()
    assert broken_rules(desk) == {}


@pytest.mark.parametrize("name", ["index", "change", "history"])
def test_what_only_a_narrow_page_of_the_desk_has_is_seen(desk, name):
    desk.goto(desk_pages()[name])
    assert broken_rules(desk, NARROW_WAYS) == {}


def test_an_open_list_of_choices_at_the_desk_breaks_no_rule(desk):
    desk.goto(desk_pages()["change"])
    desk.get_by_role("combobox", name="Sectors").first.click()
    desk.locator(".select2-results__option--highlighted").wait_for()
    assert violations(desk) == []


def test_a_row_that_is_added_at_the_desk_has_named_fields(desk):
    desk.goto(desk_pages()["new record"])
    desk.locator("#citations-group .add-row a").click()
    desk.locator("#citations-0 .select2-selection").wait_for()
    desk.get_by_role("combobox", name="source").click()
    desk.get_by_role("searchbox", name="source").wait_for()
    assert violations(desk) == []


def test_the_desk_breaks_no_rule_from_right_to_left(arabic, arabic_window, editor):
    arabic_window.context.add_cookies([editor])
    for name, place in desk_pages().items():
        arabic_window.goto(place)
        assert arabic_window.locator("html").get_attribute("dir") == "rtl"
        assert violations(arabic_window, ALL_BUT_CONTRAST) == [], name
    arabic_window.context.clear_cookies()


def test_the_list_of_practices_is_two_screens_tall_and_nothing_is_cut_off(desk):
    desk.set_viewport_size({"width": 1366, "height": 768})
    desk.goto(desk_pages()["list"])
    assert desk.evaluate("document.documentElement.scrollHeight") <= 2 * 768
    desk.set_viewport_size({"width": 1280, "height": 800})
    for noun in ("practice", "event", "organization", "resolution", "source"):
        desk.goto(list_address(noun))
        assert overflow(desk) == 0, noun
        table = desk.locator("#result_list")
        assert table.evaluate(
            "table => table.parentElement.scrollWidth <= table.parentElement.clientWidth"
        ), noun
