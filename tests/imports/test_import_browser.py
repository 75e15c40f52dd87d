"""Importing in a real browser: a file with errors, then the right one, applied and taken back."""

import pytest

from catalogue import models
from tests.imports.tables import NEW, written
from tests.journeys.steps import overflow, violations
from tests.versions.test_browser import seats

__all__ = ["seats"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def hand_in(desk, data: bytes) -> None:
    """Choose a file and press the button below."""
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": data}
    desk.page.set_input_files("[name=file]", file)
    desk.press("Preview")
    check(desk.page)


def check(page) -> None:
    """Check that a page holds its width on a phone and can be used by everybody."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == 0
    page.set_viewport_size(size)
    assert violations(page) == []


def test_a_file_with_errors_then_right_then_undone(seats):
    editor, row = seats("editor"), {"code": "", **NEW["practice"]}
    editor.open("/admin/catalogue/practice/")
    editor.press("Import")
    check(editor.page)
    hand_in(editor, written(row | {"kind": "giudance"}))
    assert "'giudance' is unknown" in editor.page.inner_text(".problem")
    assert not editor.page.get_by_role("button", name="Import: ").count()
    editor.press("Upload another file")
    hand_in(editor, written(row))
    editor.press("Import: 1 new, 0 changed")
    assert editor.said().strip() == "Imported."
    check(editor.page)
    assert models.Practice.objects.get().status == "draft"
    editor.press("Undo this import")
    assert editor.said().strip() == "Undone."
    assert not models.Practice.objects.exists()
