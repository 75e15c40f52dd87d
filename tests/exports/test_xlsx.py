"""XLSX: typed cells, text that is never evaluated, and a sheet that says what the file holds."""

import datetime
import io
import zipfile
from dataclasses import replace

import pytest
from django.test import Client
from openpyxl import load_workbook
from xlsxwriter import Workbook

from catalogue.exports.formats import FORMATS, xlsx
from tests.factories import make_event, make_practice, make_sector, make_source

pytestmark = pytest.mark.django_db

NASTY = [
    "=1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "{=1}",
    "<r>bold</r>",
    "<b> & ]]>",
    "مكافحة الإرهاب",
    "反恐",
    "😀",
    "007",
    "1e5",
    "https://example.org/",
    "mailto:a@example.org",
]


def workbook(path: str):
    """Open a workbook of the site."""
    return load_workbook(io.BytesIO(Client().get(path).getvalue()))


def cell(book, name: str, row: int = 2):
    """Return the cell of a column on the first sheet."""
    header = [each.value for each in book.worksheets[0][1]]
    return book.worksheets[0].cell(row, header.index(name) + 1)


def about(book) -> dict:
    """Return what the second sheet says."""
    return dict(book.worksheets[1].iter_rows(values_only=True))


@pytest.mark.parametrize("text", NASTY)
def test_text_arrives_as_text_and_unchanged(text):
    make_practice(title=text)
    found = cell(workbook("/practices.xlsx"), "title")
    assert (found.value, found.data_type) == (text, "s")
    assert found.hyperlink is None


def test_what_xml_refuses_is_dropped_and_lines_end_in_one_way():
    make_practice(title="a", how_it_works="one\r\ntwo\rthree\x0b\x1f\ufffe\nfour")
    text = cell(workbook("/practices.xlsx"), "how_it_works").value
    assert text == "one\ntwo\nthree\n\nfour"  # a vertical tab ends a line


def test_numbers_days_moments_and_truths_have_their_types():
    event = make_event(start=datetime.date(2018, 4, 24))
    event.citations.create(source=make_source(year=2018), position=1)
    make_practice(started=2017)
    started = cell(workbook("/practices.xlsx"), "started")
    events = workbook("/events.xlsx")
    start, published = cell(events, "start"), cell(events, "published_at")
    assert (started.value, started.data_type) == (2017, "n")
    assert start.value == datetime.datetime(2018, 4, 24)
    assert start.number_format == "yyyy-mm-dd"
    assert published.number_format == "yyyy-mm-dd hh:mm:ss"
    assert cell(events, "sources_year").value == "|2018"
    assert cell(workbook("/practices.xlsx"), "ended").value is None


def test_a_day_before_spreadsheets_count_and_a_number_too_long_are_text(tmp_path):
    book = Workbook(tmp_path / "x.xlsx", {"constant_memory": True})
    row = [datetime.date(1815, 6, 9), 2**60, True, 7]
    xlsx.SheetWriter(book, "One").row(0, row)
    book.close()
    values = next(load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows(values_only=True))
    assert values == ("1815-06-09", str(2**60), True, 7)


@pytest.mark.parametrize("letter", ["x", "反", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_the_second_sheet_says_so(letter):
    make_practice(title="a", how_it_works=letter * 40_000)
    make_practice(title="b", how_it_works=letter * (32_767 // len(letter.encode("utf-16-le")) * 2))
    book = workbook("/practices.xlsx?sort=title")
    text = cell(book, "how_it_works").value
    assert text.endswith(f"{letter}…")
    assert 32_766 <= len(text.encode("utf-16-le")) / 2 <= 32_767
    assert "1 text is longer" in about(book)["Shortened"]
    assert "Shortened" not in about(workbook("/practices.xlsx?sort=title&q=nothing"))


def test_the_header_stays_in_sight_and_rows_can_be_filtered():
    make_practice()
    sheet = workbook("/practices.xlsx").worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith("2")
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    widths = [each.width for each in sheet.column_dimensions.values()]
    assert 10 <= min(widths) <= max(widths) <= 51


def test_the_second_sheet_says_what_the_file_holds():
    sector = make_sector(label="Aviation")
    practice = make_practice(title="Drones", sectors=[sector])
    make_practice()
    said = about(workbook(f"/practices.xlsx?sector={sector.slug}&q=drones"))
    assert said["List"] == "Practices"
    assert said["Records"] == 1
    assert said["Filters"] == "Sector: Aviation"  # the last line of that name
    assert said["Address"] == f"http://testserver/practices/?sector={sector.slug}&q=drones"
    assert said["Newest change (UTC)"] == f"{practice.updated_at:%Y-%m-%d %H:%M:%S}"
    assert "creativecommons.org" in said["Licence"]
    assert "no official publication" in said["Please note"]


def test_an_empty_list_is_a_header_and_says_that_it_is_whole():
    book = workbook("/practices.xlsx")
    assert book.worksheets[0].max_row == 1
    assert about(book)["Filters"] == "None: the whole list"
    assert about(book)["Records"] == 0


def test_the_same_list_gives_the_same_bytes():
    make_practice()
    first, second = (Client().get("/practices.xlsx") for _ in range(2))
    assert first["ETag"] == second["ETag"]
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(io.BytesIO(Client().get("/practices.xlsx").getvalue())) as file:
        assert {each.date_time[0] for each in file.infolist()} == {1980}


def test_a_list_larger_than_a_sheet_is_refused_in_words(monkeypatch):
    make_practice()
    make_practice()
    assert FORMATS["xlsx"].most_records == 2**20 - 1
    monkeypatch.setitem(FORMATS, "xlsx", replace(FORMATS["xlsx"], most_records=1))
    response = Client().get("/practices.xlsx")
    assert response.status_code == 400
    assert "Excel (XLSX) holds 1 records at most, and this list has 2." in response.text
    assert "practices.xlsx" not in Client().get("/practices/").text
    assert Client().get("/practices.csv").status_code == 200
