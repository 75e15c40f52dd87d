"""The two walks that CONTRIBUTING.md describes pass few files.

Counted are distinct files of `catalogue/` in which a function runs. Not counted: code that runs at
import time, and migrations.
"""

import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from catalogue.models import Practice
from tests.admin.conftest import make_person
from tests.factories import make_practice, make_sector
from tests.imports.tables import bring_in, written

pytestmark = pytest.mark.django_db
HOUSE = f"{settings.ROOT / 'catalogue'}/"
MOST_FILES_OF_A_PAGE = 22
MOST_FILES_OF_A_ROW = 15


def files_run_by(work: Callable[[], object]) -> set[str]:
    """Return the files of catalogue/ in which a function runs while `work` runs in this thread."""
    files = set()

    def record(frame, event, _argument):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(HOUSE) and code.co_name != "<module>":
            files.add(code.co_filename.removeprefix(HOUSE))

    sys.setprofile(record)
    try:
        work()
    finally:
        sys.setprofile(None)
    return files


def test_a_filter_value_becomes_a_page_in_few_files():
    """The index is built and the parts that all pages share are cached; the page itself is not."""
    sectors = [make_sector(), make_sector()]
    for sector in sectors:
        make_practice(sectors=[sector])
    client = Client()
    client.get("/practices/", {"sector": sectors[0].slug})
    files = files_run_by(lambda: client.get("/practices/", {"sector": sectors[1].slug}))
    assert "practices/views.py" in files or "listings/views.py" in files
    assert len(files) <= MOST_FILES_OF_A_PAGE, "\n".join(sorted(files))


def test_an_imported_row_becomes_a_record_in_few_files():
    """One row of a CSV changes the title of a draft: read, planned, previewed, applied.

    Counted are the files of the rooms that handle the row: `imports/` and `exports/` (declared
    columns, cells). Not counted are those that store any record: models, history, workflow, db.
    """
    by = make_person("editor")
    warm, draft = make_practice(status="draft"), make_practice(status="draft")

    def change_title(record):
        data = written({"code": record.code, "title": "Another title", "kind": record.kind})
        bring_in(data, Practice, by)

    change_title(warm)
    files = files_run_by(lambda: change_title(draft))
    draft.refresh_from_db()
    assert draft.title == "Another title"
    counted = {file for file in files if file.startswith(("imports/", "exports/"))}
    assert {"imports/planner.py", "imports/apply.py"} <= counted
    assert len(counted) <= MOST_FILES_OF_A_ROW, "\n".join(sorted(counted))
