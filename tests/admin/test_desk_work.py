"""A practice is entered at the desk in few clicks, without scrolling for the buttons."""

import pytest

from catalogue.models import Practice
from tests import factories
from tests.admin.desk import list_address
from tests.admin.records import make_practice, make_source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAX_CLICKS = 40
ORGANIZATIONS = ("Ministry of Transport", "Airport Council", "Border Police")
SCREEN = {"width": 1366, "height": 768}


class Hands:
    """Somebody at a page who clicks and types; clicks are counted."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, target):
        """Click."""
        target.click()
        self.clicks += 1

    def write(self, target, text):
        """Click into a field and type."""
        self.click(target)
        target.press_sequentially(text)

    def choose(self, target, value):
        """Open a list of choices, and click on one."""
        target.select_option(value)
        self.clicks += 2

    def look_up(self, place, typed, expected):
        """Open a look-up, type, and take the highlighted choice with Tab."""
        self.click(place.locator(".select2-selection").first)
        self.page.keyboard.type(typed)
        highlighted = self.page.locator(".select2-results__option--highlighted")
        highlighted.filter(has_text=expected).wait_for()
        self.page.keyboard.press("Tab")
        place.locator(".select2-selection").filter(has_text=expected).first.wait_for()

    def add_row(self, prefix):
        """Add a row, and return it."""
        rows = self.page.locator(f"#{prefix}-group tr.form-row:not(.empty-form)")
        number = rows.count()
        self.click(self.page.locator(f"#{prefix}-group .add-row a"))
        return self.page.locator(f"#{prefix}-{number}")


def is_on_screen(locator) -> bool:
    """Return True if something is seen without scrolling."""
    box = locator.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= SCREEN["height"]


def describe(hands) -> None:
    """Fill in the fields that every practice needs."""
    page = hands.page
    hands.write(page.locator("#id_title"), "Joint screening of staff")
    hands.choose(page.locator("#id_kind"), "guidance")
    hands.write(page.locator("#id_summary"), "Operators and police screen staff together.")
    hands.look_up(page.locator(".form-row.field-sectors"), "avia", "Aviation")
    hands.look_up(page.locator(".form-row.field-measures"), "scree", "Screening")


def cite(hands) -> None:
    """Cite a source that is there, and one that is added beside the form."""
    hands.look_up(hands.add_row("citations"), "manual", "Manual of airport security")
    row = hands.add_row("citations")
    with hands.page.expect_popup() as opened:
        hands.click(row.locator(".add-related"))
    popup = opened.value
    hands.write(popup.locator("#id_title"), "Annual report")
    hands.write(popup.locator("#id_url"), "https://transport.example.org/report")
    with popup.expect_event("close"):
        hands.click(popup.get_by_role("button", name="Save", exact=True))


def name_organizations(hands) -> None:
    """Name each organization by a part of its name."""
    for name in ORGANIZATIONS:
        row = hands.add_row("involvements")
        hands.look_up(row, name.split()[0].lower(), name)
        hands.choose(row.locator("td.field-role select"), "partner")


def answer(hands, paragraph) -> None:
    """Name the paragraph that the practice answers."""
    row = hands.add_row("basis")
    hands.look_up(row, paragraph.code, str(paragraph.number))
    hands.choose(row.locator("td.field-relation select"), "subject")


def test_a_practice_with_sources_organizations_and_a_paragraph(desk_page, live_server):
    factories.make_sector(label="Aviation")
    factories.make_measure(label="Screening")
    make_source(title="Manual of airport security")
    for name in ORGANIZATIONS:
        factories.make_organization(name=name)
    paragraph = factories.make_paragraph()
    desk_page.set_viewport_size(SCREEN)
    desk_page.goto(live_server.url + list_address("practice", "add"))
    save, hands = desk_page.get_by_role("button", name="Save", exact=True), Hands(desk_page)
    assert is_on_screen(save)
    assert is_on_screen(desk_page.locator("#id_title"))
    describe(hands)
    cite(hands)
    name_organizations(hands)
    answer(hands, paragraph)
    assert is_on_screen(save)
    hands.click(save)
    desk_page.get_by_text("was added successfully").wait_for()
    practice = Practice.objects.get()
    titles = [each.source.title for each in practice.citations.all()]
    assert titles == ["Manual of airport security", "Annual report"]
    assert [each.position for each in practice.involvements.all()] == [1, 2, 3]
    assert practice.basis.get().paragraph == paragraph
    assert hands.clicks <= MAX_CLICKS


def test_rows_are_moved_by_keyboard_and_by_dragging(desk_page):
    practice = make_practice(
        sources=[make_source(title=title) for title in ("One", "Two", "Three")]
    )
    desk_page.open_record(practice)
    titles = desk_page.locator("#citations-group .select2-selection__rendered")
    second = desk_page.locator("#citations-1")
    second.get_by_role("button", name="Move up").press("Enter")
    desk_page.get_by_text("Moved to place 1.").wait_for()
    assert desk_page.evaluate("document.activeElement.textContent") == "↑"
    assert [text.strip("×") for text in titles.all_inner_texts()] == ["Two", "One", "Three"]
    desk_page.locator("#citations-2 .row-handle").drag_to(second)
    desk_page.get_by_role("button", name="Save", exact=True).click()
    desk_page.get_by_text("was changed successfully").wait_for()
    moved = practice.citations.order_by("position")
    assert [each.source.title for each in moved] == ["Three", "Two", "One"]
