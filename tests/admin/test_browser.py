"""The desk in a real browser: under the strict policy of content, at a desk and on a phone."""

import pytest

from tests import factories
from tests.admin.records import make_practice, make_source
from tests.journeys.steps import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_source_is_looked_up_and_added_by_keyboard_and_the_record_submitted(desk_page):
    practice = make_practice(sources=[])
    source = make_source(title="Compendium of good practices")
    desk_page.open_record(practice)
    desk_page.locator("#citations-group .add-row a").press("Enter")
    desk_page.locator("#citations-0 .select2-selection").press("Enter")
    desk_page.locator(".select2-container--open .select2-search__field:focus").wait_for()
    desk_page.keyboard.type("compend")
    desk_page.locator(".select2-results__option--highlighted", has_text="Compendium").wait_for()
    desk_page.keyboard.press("Enter")
    desk_page.get_by_role("button", name="Save and submit for review").press("Enter")
    desk_page.get_by_text(f"{practice}: Submitted for review.").wait_for()
    practice.refresh_from_db()
    assert practice.status == "in_review"
    assert practice.citations.get().source == source


def test_tab_takes_a_choice_and_a_removed_choice_opens_no_list(desk_page):
    kenya, morocco = factories.make_country(name="Kenya"), factories.make_country(name="Morocco")
    make_source(title="Compendium", publisher="<b>CTED</b>")
    practice = make_practice(countries=[kenya], sources=[], threats=[])
    desk_page.open_record(practice)
    desk_page.get_by_role("link", name="threats", exact=True).press("Enter")
    desk_page.locator(".field-threats :focus").wait_for()
    field = desk_page.locator(".field-countries .select2-search__field")
    field.focus()
    desk_page.keyboard.type("moroc")
    desk_page.keyboard.press("Tab")  # also before the answer is here
    chips = desk_page.locator(".field-countries .select2-selection__choice")
    chips.filter(has_text="Morocco").wait_for()
    chips.filter(has_text="Kenya").locator(".select2-selection__choice__remove").click()
    assert desk_page.locator(".select2-container--open").count() == 0
    desk_page.locator("#citations-group .add-row a").click()
    desk_page.locator("#citations-0 .select2-selection").press("Enter")
    desk_page.locator(".select2-container--open .select2-search__field:focus").wait_for()
    desk_page.keyboard.type("compend")
    option = desk_page.locator(".select2-results__option--highlighted", has_text="Compendium")
    option.get_by_text("<b>CTED</b>").wait_for()
    desk_page.keyboard.press("Tab")
    chosen = desk_page.locator("#citations-0 .select2-selection")
    chosen.filter(has_text="Compendium").wait_for()
    desk_page.get_by_role("button", name="Save and continue editing").click()
    desk_page.get_by_text("was changed successfully").wait_for()
    assert list(practice.countries.all()) == [morocco]
    assert practice.citations.get().source.title == "Compendium"


def test_a_known_address_is_taken_from_the_popup_of_a_new_source(desk_page):
    source = make_source(title="Compendium", url="https://example.org/a")
    practice = make_practice(sources=[])
    desk_page.open_record(practice)
    desk_page.locator("#citations-group .add-row a").click()
    with desk_page.expect_popup() as opened:
        desk_page.locator("#citations-0 .add-related").click()
    popup = opened.value
    popup.locator("#id_url").fill("http://www.example.org/a/")
    popup.keyboard.press("Tab")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Take “Compendium”").click()
    assert desk_page.locator("#id_citations-0-source").input_value() == str(source.pk)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_record_is_as_wide_as_the_window(desk_page, width):
    desk_page.set_viewport_size({"width": width, "height": 800})
    desk_page.open_record(make_practice(title="A title of many words " * 8))
    desk_page.locator(".select2-container").first.wait_for()
    wide = desk_page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_the_desk_and_a_draft_are_used_at_400_percent(desk_page, live_server):
    desk_page.set_viewport_size({"width": 320, "height": 800})
    title = "Road map for the protection of vulnerable targets"
    factories.make_practice(title=title)
    draft = make_practice(title=title, sectors=[])
    for path in ("/admin/", f"/admin/catalogue/practice/{draft.pk}/change/"):
        desk_page.goto(live_server.url + path)
        assert overflow(desk_page) == 0
        assert violations(desk_page) == []
    assert desk_page.get_by_role("heading", name="Possible duplicates").is_visible()
    desk_page.get_by_role("link", name="results reported").press("Enter")
    assert "#id_results" in desk_page.url


def test_a_text_says_how_long_it_is_and_joins_its_lines_where_that_is_asked(desk_page):
    """A paste is kept whole, the counter says what is too much, and so does the server."""
    desk_page.open_record(make_practice())
    summary, count = desk_page.locator("#id_summary"), desk_page.locator("#id_summary_count")
    summary.fill("x" * 760)
    assert "760 of 600 characters: 160 too many" in count.inner_text()
    quotation = desk_page.locator("#id_citations-0-quotation")
    quotation.fill("word " * 41)
    assert "41 of 40 words" in desk_page.locator("#id_citations-0-quotation_count").inner_text()
    started = desk_page.locator("#id_started")
    started.fill("14")
    assert "Enter a year from 1900" in desk_page.locator("#id_started_count").inner_text()

    text = desk_page.locator("#id_how_it_works")
    text.fill("Each site names\nan officer for counter-\nterrorism.\n\nThen:\n• one\nthing\n• two")
    desk_page.get_by_role("button", name="Join broken lines: How it works").press("Enter")
    joined = "Each site names an officer for counter-terrorism.\n\nThen:\n• one thing\n• two"
    assert text.input_value() == joined
    desk_page.keyboard.press("Control+Z")
    assert "names\nan" in text.input_value()
    assert violations(desk_page) == []

    desk_page.locator("[name=_save]").first.press("Enter")
    desk_page.get_by_text("this text has 760").first.wait_for()
    assert len(summary.input_value()) == 760
