"""Files that are no table of records: each is refused in words that say what to do."""

import io
import zipfile
from datetime import date, datetime

import pytest

from catalogue import models
from catalogue.imports import refusals
from catalogue.imports.models import Import
from catalogue.imports.readers import read_table
from catalogue.imports.refusals import UnreadableFile
from tests.factories import make_organization, make_practice
from tests.imports.tables import NEW, does, exported, look, workbook, written

pytestmark = pytest.mark.django_db

HEADER = ["code", "title", "kind"]
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def archive(**parts: bytes) -> bytes:
    """Return a ZIP archive; its part `mimetype` is stored as it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(name, data, packing)
    return file.getvalue()


def with_entity() -> bytes:
    """Return a workbook whose texts would grow when they are read."""
    file = io.BytesIO(workbook(HEADER))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    with zipfile.ZipFile(file, "a") as book:
        book.writestr("xl/more.xml", bomb)
    return file.getvalue()


def many_rows(count: int) -> list[list]:
    """Return rows for so many new practices."""
    return [["", f"Practice {n}", "tool"] for n in range(count)]


#: What is large is made when its test runs.
REFUSED = {
    "empty": (b"", "The file is empty."),
    "blank": (b"\n\n", "no column names"),
    "latin-1": ("code,title\n,ok\n,Genève\n".encode("latin-1"), "byte 0xE8 at place 20, in line 3"),
    "utf-16": ("code,title\n".encode("utf-16"), "UTF-16"),
    "zero byte": (b"code,title\n,a\0b\n", "Line 2 holds a zero byte"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not in UTF-8: byte 0x89 at place 1"),
    "another table": (b"name of a thing\nA\n", "names no column of practices"),
    "a web page": (b"\xef\xbb\xbf<!DOCTYPE html><p>code</p>", "This is a web page"),
    "a PDF": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "This is a PDF"),
    "old office": (b"\xd0\xcf\x11\xe0" + b"x" * 100, "an old office program, such as .xls"),
    "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a password"),
    "OpenDocument": (archive(mimetype=ODS), "an OpenDocument file"),
    "binary workbook": (archive(**{"xl/workbook.bin": b"x"}), "a binary workbook (.xlsb)"),
    "quotes left open": (b'code,title\n,"never ends\n', "Row 2 cannot be read as CSV"),
    "title above": (b"Our tools,,\ncode,title,kind\n", "Row 1 holds only “Our tools”"),
    "column twice, once in capitals": (b"code,title,TITLE \n,A,B\n", "“title”, “TITLE” have the"),
    "unknown column": (b"code,title,sektors\n,A,b\n", "“sektors” is unknown; nearest: sectors"),
    "column twice": (b"code,title,title\n,A,B\n", "“title” appears twice"),
    "nameless column": (b"code,,title\n,x,A\n", "Column 2 has no name"),
    "short row": (b"code,title,kind\n,A,tool\n,B\n", "Row 3 has 2 cells, but there are 3 columns"),
    "long row": (b"code,title\n,A,B\n", "Row 2 has 3 cells, but there are 2 columns"),
    "too many columns": (b"code," + b"a," * 300 + b"\n", "more than 200 columns"),
    "50 MB": (lambda: b"x" * (50 << 20), "has 50.0 MB; at most 20 MB"),
    "bomb": (lambda: archive(a=bytes(101 << 20)), "unzips to more than 64 MB"),
    "many parts": (lambda: archive(**{f"p{n}": b"" for n in range(501)}), "more than 500 parts"),
    "broken archive": (archive(a=b"x")[:20], "its archive is broken"),
    "another archive": (archive(a=b"x"), "an archive without a workbook"),
    "broken workbook": (archive(**{"[Content_Types].xml": b"<x/>"}), "workbook cannot be read"),
    "entities": (with_entity(), "declarations that no spreadsheet writes"),
    "error in a cell": (workbook(HEADER, ["", "#REF!", "tool"]), "Row 2, column B"),
    "workbook without rows": (workbook(), "no column names"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(by, name):
    data, words = REFUSED[name]
    with pytest.raises(UnreadableFile) as refused:
        look(data() if callable(data) else data, models.Practice, by)
    assert words in str(refused.value)
    assert not Import.objects.exists()


def test_several_things_that_are_wrong_with_a_header_are_said_together():
    with pytest.raises(UnreadableFile) as refused:
        read_table(b"code,,title,title\n,,A,B,C\n")
    assert len(refused.value.reasons) == 3


def test_a_table_of_another_noun_is_named(by):
    make_organization()
    with pytest.raises(UnreadableFile, match="a table of organizations, not of practices"):
        look(exported("organizations"), models.Practice, by)


@pytest.mark.parametrize("make_file", [lambda *rows: workbook(*rows), lambda *rows: csv_of(*rows)])
def test_more_rows_than_can_be_looked_at_are_refused(make_file):
    assert len(read_table(make_file(HEADER, *many_rows(20)), 20).rows) == 20
    with pytest.raises(UnreadableFile, match="more than 20 rows"):
        read_table(make_file(HEADER, *many_rows(21)), 20)


def csv_of(*rows: list) -> bytes:
    """Return rows as a CSV."""
    return "".join(",".join(row) + "\n" for row in rows).encode()


def test_the_limit_is_the_one_that_the_guide_names():
    assert refusals.MAX_IMPORT_ROWS == 5_000


def test_rows_and_columns_that_are_empty_are_passed_over():
    sheet = read_table(b"code,title,kind,,\r\n,,,,\r\n,A,tool,,\r\n,,,,\r\n")
    assert sheet.rows == {3: ["", "A", "tool"]}


def test_a_row_with_more_cells_is_named_alone_beside_columns_that_are_empty():
    with pytest.raises(UnreadableFile) as refused:
        read_table(b"code,title,\r\n,A,\r\n,B,,more\r\n,C,\r\n")
    assert refused.value.reasons == ["Row 3 has 4 cells, but there are 2 columns."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_any_country_is_read(by, delimiter):
    data = b"\xef\xbb\xbf" + written({"code": "", **NEW["practice"]}, delimiter=delimiter)
    assert does(look(data, models.Practice, by)) == {"create": 1}


def test_the_ends_of_lines_inside_a_cell_are_no_change(by):
    draft = make_practice(status="draft", summary="One\nTwo")
    for data in ("One\r\nTwo", "One\nTwo", "One\rTwo"):
        table = written({"code": draft.code, "summary": data})
        assert does(look(table, models.Practice, by)) == {"unchanged": 1}


def test_cells_that_a_spreadsheet_gave_a_type_are_read_as_texts():
    cells = [7, 7.0, 7.5, True, date(2018, 4, 24), datetime(2018, 4, 24, 10, 30), None, "x"]
    sheet = read_table(workbook([f"c{n}" for n in range(8)], cells))
    assert sheet.rows[2] == [
        "7", "7", "7.5", "true", "2018-04-24", "2018-04-24T10:30:00Z", "", "x",
    ]  # fmt: skip


def test_a_workbook_may_have_its_records_on_any_one_sheet(by):
    row = {"code": "", **NEW["practice"]}
    for title in ("Records", "Tabelle1"):
        data = workbook(list(row), list(row.values()), title=title)
        assert does(look(data, models.Practice, by)) == {"create": 1}
