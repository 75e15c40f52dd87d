"""What a workbook may be inside, whatever it says of itself."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from catalogue.imports import workbook_reader
from catalogue.imports.readers import read_table
from catalogue.imports.refusals import UnreadableFile
from tests.imports.bombs import SHEET, with_part
from tests.imports.tables import workbook


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"compress_type": zipfile.ZIP_BZIP2}, "packed in a way"),
        ({"compress_type": zipfile.ZIP_LZMA}, "packed in a way"),
        ({"flag_bits": 1}, "has a password"),
        ({"CRC": 1}, "its archive is broken"),
    ],
)
def test_what_an_archive_may_be_is_bounded(said, words):
    with pytest.raises(UnreadableFile, match=words):
        read_table(with_part("xl/more.xml", b"<x/>", **said))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("name", [SHEET, SHEET.replace("xml", "bin"), "xl/more.png"])
def test_declarations_are_refused_in_any_encoding_and_part(encoding, name):
    data = f'<?xml version="1.0" encoding="{encoding[:6]}"?><!DOCTYPE x []><x/>'
    with pytest.raises(UnreadableFile, match="declarations"):
        read_table(with_part(name, data.encode(encoding)))


def test_a_tree_that_is_held_in_memory_is_bounded():
    for tags, words in ((b"<a/>", "more rows or cells"), (b"<row/>", "more styles or sheets")):
        many = tags * (workbook_reader.MOST_MARKUP_AT_ONCE + 1)
        with pytest.raises(UnreadableFile, match=words):
            read_table(with_part("xl/styles.xml", b"<x>" + many + b"</x>"))


def test_pictures_and_charts_do_not_disturb():
    book, file = Workbook(), io.BytesIO()
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    book.active = 1
    for row in (["code", "title"], ["", "A practice"]):
        book.worksheets[0].append(row)
    book.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(2 << 20))
    assert read_table(file.getvalue()).rows == {2: ["", "A practice"]}


def test_a_workbook_in_utf_16_is_read():
    with zipfile.ZipFile(io.BytesIO(workbook(["code", "title"], ["", "É"]))) as old:
        sheet = old.read(SHEET).decode()
    assert not sheet.startswith("<?xml")
    other = f'<?xml version="1.0" encoding="utf-16"?>{sheet}'
    assert read_table(with_part(SHEET, other.encode("utf-16"))).rows == {2: ["", "É"]}
