"""LibreOffice opens the CSV and the XLSX: the same rows, nothing evaluated, no letter lost."""

import csv
import datetime
import io

import pytest
from django.test import Client

from catalogue.exports.cells import unescape_formula
from tests import office
from tests.factories import make_practice

TITLES = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(1;2)",
    "＝1+1",
    '=HYPERLINK("http://example.org";"x")',
    "=cmd|'/C calc'!A0",
    "مكافحة الإرهاب",
    "反恐怖主义",
    "😀 and é",
    'a "quoted", word; and more',
    "_x0041_",
    "<r>x</r>",
]
CONTROL = b"code,title\r\nGP-0000,=1+1\r\n"


def rows(body: bytes) -> list[dict]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def files(db, tmp_path):
    """Write a list of awkward records as both files, and one CSV that nobody guarded."""
    for title in TITLES:
        make_practice(title=title, how_it_works="one\n\ntwo", started=2017)
    paths = [tmp_path / "as-csv.csv", tmp_path / "as-xlsx.xlsx", tmp_path / "unguarded.csv"]
    for path, extension in zip(paths, ["csv", "xlsx"], strict=False):
        path.write_bytes(Client().get(f"/practices.{extension}?sort=title").getvalue())
    paths[2].write_bytes(CONTROL)
    return paths


@pytest.mark.office
def test_the_files_open_with_the_same_rows_and_nothing_evaluated(files, tmp_path):
    sent = rows(files[0].read_bytes())
    from_csv, unguarded = map(rows, office.convert_to_csv(files[::2], tmp_path / "opened"))
    (from_xlsx,) = map(rows, office.convert_to_csv(files[1:2], tmp_path / "opened"))
    assert unguarded[0]["title"] == "2"  # it would have been evaluated
    assert [row["code"] for row in from_csv] == [row["code"] for row in sent]
    assert [row["code"] for row in from_xlsx] == [row["code"] for row in sent]
    assert {row["title"] for row in from_xlsx} == set(TITLES)
    for name in ("title", "how_it_works", "started", "sectors_label", "sources_url"):
        assert [row[name] for row in from_csv] == [row[name] for row in sent], name
        assert [row[name] for row in from_xlsx] == [unescape_formula(row[name]) for row in sent], (
            name
        )
    assert datetime.date.fromisoformat(from_xlsx[0]["published_at"][:10])


@pytest.mark.office
def test_a_missing_program_is_not_overlooked(monkeypatch, request):
    monkeypatch.setattr(office, "find_office", lambda: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no LibreOffice found"):
        office.pytest_runtest_setup(request.node)
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no LibreOffice found"):
        office.pytest_runtest_setup(request.node)
