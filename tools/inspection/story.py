"""An editor and a reviewer at work in two browsers, one task after the other.

A test walks it, and the pictures of docs/editing.md are taken on the way: `take` is called with a
browser page and the name of the picture wherever there is something to see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

NEW = {"title": "Guards at hotels of the coast", "summary": "Hotels train their guards together."}
NOTE = "Year of the first edition added."
COMMENT = "Please name the page on which the year stands."
TABLE = """code,title,kind,sectors
{code},Training for hotel guards,training,aviation
,Drills at ferry terminals,training,aviatoin
"""
REASON = "The programme has ended, and its texts are no longer offered."


@dataclass(frozen=True)
class Desk:
    """The two browsers, and the code of a published practice that is changed in the story."""

    editor: Page
    reviewer: Page
    code: str
    take: Callable[[Page, str], None]


def walk_story(desk: Desk) -> None:
    """Do every task once, in the order of a record's life."""
    for task in (write, change, send_back, correct, publish, look_back, verify, upload, withdraw):
        task(desk)


def open_record(page: Page, code: str) -> None:
    """Find a practice in its list by its code, and open it."""
    page.goto(f"/admin/catalogue/practice/?q={code}")
    page.get_by_role("link", name=code, exact=True).click()


def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def write(desk: Desk) -> None:
    """Write a new practice; the page says what it lacks."""
    page = desk.editor
    page.goto("/admin/catalogue/practice/add/")
    page.get_by_label("Title:").fill(NEW["title"])
    page.get_by_label("Kind:").select_option("training")
    page.get_by_label("Summary:").fill(NEW["summary"])
    desk.take(page, "write")
    press(page, "Save and continue editing")
    desk.take(page, "complete")


def change(desk: Desk) -> None:
    """Change a published practice: its revision is saved and submitted."""
    page = desk.editor
    open_record(page, desk.code)
    desk.take(page, "published")
    press(page, "Change this record")
    page.get_by_label("Started:").fill("2019")
    page.get_by_label("Change note:").fill(NOTE)
    desk.take(page, "change")
    press(page, "Save and submit for review")


def send_back(desk: Desk) -> None:
    """Find what waits on the desk, and return it with a comment."""
    page = desk.reviewer
    page.goto("/admin/")
    desk.take(page, "desk")
    page.locator('a[href="/admin/catalogue/practice/?task=review"]').click()
    desk.take(page, "waiting")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Send back", exact=True).click()
    page.get_by_role("textbox").fill(COMMENT)
    desk.take(page, "return")
    press(page, "Send back")


def correct(desk: Desk) -> None:
    """Find what was returned, correct it, and submit it again."""
    page = desk.editor
    page.goto("/admin/catalogue/practice/?task=returned")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_text(COMMENT).wait_for()
    desk.take(page, "returned")
    page.get_by_label("Change note:").fill(f"{NOTE} It stands on page 3.")
    press(page, "Save and submit for review")


def publish(desk: Desk) -> None:
    """Publish the revision: readers see it in the place of what they saw."""
    page = desk.reviewer
    page.goto("/admin/catalogue/practice/?task=review")
    page.locator("#result_list tbody th a").first.click()
    desk.take(page, "publish")
    page.get_by_role("link", name="Publish", exact=True).click()
    press(page, "Publish")


def look_back(desk: Desk) -> None:
    """Compare the last two versions of the practice."""
    page = desk.reviewer
    open_record(page, desk.code)
    page.get_by_role("link", name="History", exact=True).click()
    desk.take(page, "history")
    page.get_by_role("button", name="Compare the chosen versions").click()
    page.get_by_role("heading", name="Compare versions").wait_for()
    desk.take(page, "compare")


def verify(desk: Desk) -> None:
    """Record that the practice was verified against its sources today."""
    page = desk.reviewer
    open_record(page, desk.code)
    page.get_by_role("link", name="Verify", exact=True).click()
    page.get_by_label("Result:").select_option("confirmed")
    press(page, "Mark as verified")
    page.get_by_text("verified today. Due again on").wait_for()
    desk.take(page, "verify")


def upload(desk: Desk) -> None:
    """Upload a table, preview it, and look at the own account."""
    page = desk.editor
    page.goto("/admin/catalogue/practice/import/")
    file = {"name": "practices.csv", "mimeType": "text/csv"}
    page.locator("input[type=file]").set_input_files(
        file | {"buffer": TABLE.format(code=desk.code).encode()}
    )
    press(page, "Preview")
    page.get_by_text("nearest: aviation").wait_for()
    desk.take(page, "import")
    page.get_by_role("link", name="Your account").click()
    page.get_by_text("(this one)").wait_for()
    desk.take(page, "account")


def withdraw(desk: Desk) -> None:
    """Withdraw the practice with the reason that readers see."""
    page = desk.reviewer
    open_record(page, desk.code)
    page.get_by_role("link", name="Withdraw", exact=True).click()
    page.get_by_label("Why is it withdrawn?").fill(REASON)
    desk.take(page, "withdraw")
    press(page, "Withdraw")
