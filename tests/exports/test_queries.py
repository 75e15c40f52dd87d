"""Reading asks for what is needed, a handful at a time; a file is tagged with its digest."""

import hashlib
import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from catalogue.exports import cells, queries
from catalogue.exports.formats import FORMATS
from catalogue.exports.table import About, ExportTable
from catalogue.models import Practice
from catalogue.practices.columns import EXPORT
from tests.factories import make_practice

EIGHT = ["code", "title", "kind", "sectors", "measures", "countries", "started", "summary"]


def table(names: list[str]) -> ExportTable:
    """Return all practices as a table."""
    keys = list(Practice.objects.order_by("-code").values_list("pk", flat=True))
    return ExportTable(EXPORT, Practice.objects.published(), keys, About("", "", ""), names)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "statements"), [(["code", "permalink"], 1), (["sectors"], 1), (EIGHT, 4)]
)
def test_only_what_the_columns_need_is_read(monkeypatch, names, statements):
    for _ in range(5):
        make_practice()
    monkeypatch.setattr(queries, "BATCH", 2)
    of = table(names)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = list(of.rows())
    assert len(asked) == 3 * statements
    assert [row[0] for row in table(["code"]).rows()] == sorted(
        Practice.objects.values_list("code", flat=True), reverse=True
    )
    assert len(rows) == 5


@pytest.mark.django_db
def test_labels_are_in_the_language_of_the_reader():
    make_practice(kind="good_practice")
    with patch("django.utils.translation._trans.gettext", str.upper):
        assert list(table(["kind", "kind_label"]).rows()) == [("good_practice", "GOOD PRACTICE")]


@pytest.mark.django_db
def test_the_newest_change_is_that_of_the_records_in_the_list():
    old, new = make_practice(), make_practice()
    assert table([]).changed_at() == new.updated_at
    about = About("", "", "")
    assert (
        ExportTable(EXPORT, Practice.objects.all(), [old.pk], about).changed_at() == old.updated_at
    )
    assert ExportTable(EXPORT, Practice.objects.all(), [], about).changed_at() is None


def test_blanks_are_all_that_python_takes_for_blank():
    blank = {chr(each) for each in range(0x110000) if re.match(r"\s", chr(each))}
    assert set(cells.BLANKS) == blank | {"\ufeff"}


@given(
    st.text(st.sampled_from("'\"=+-@＝＋－＠ \t\r\n\v\x1c\x85\u2028\ufeffa\0") | st.characters())
)
def test_the_quick_look_at_the_first_sign_misses_no_formula(text):
    bare = text.replace("\0", "")
    has_formula = re.match(cells.FORMULA, bare) or re.search(cells.INNER_FORMULA, bare)
    assert (cells.escape_formula(text) != bare) == bool(has_formula)


@pytest.mark.django_db
@pytest.mark.parametrize("extension", FORMATS)
def test_the_tag_of_a_file_is_the_digest_of_the_whole_file(extension):
    make_practice()
    response = Client().get(f"/practices.{extension}")
    assert response["ETag"] == f'"{hashlib.sha256(response.getvalue()).hexdigest()}"'
