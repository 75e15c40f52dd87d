"""Read the rows of a workbook, none of which can use up the memory of the server."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from catalogue.core.folding import fold_header
from catalogue.core.text import normalize_text
from catalogue.exports.cells import plain_text
from catalogue.imports.refusals import MAX_IMPORT_COLUMNS, UnreadableFile, check_row_count

ZIP, ZIP_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
#: A workbook of 5,000 long records unzips to some 30 MB.
MOST_UNZIPPED = 64 * 1024 * 1024
MOST_PARTS = 500
#: Elements and attributes: of a part; and of a row, a shared text, or a part without these, since
#: openpyxl holds all of such a thing in memory.
MOST_MARKUP = 5_000_000
MOST_MARKUP_AT_ONCE = 200_000
READ_ONE_BY_ONE = frozenset({"row", "si"})
#: A cell holds 32,767 characters; whatever is between two tags is held in memory.
MOST_BETWEEN_TAGS = 1024 * 1024
PIECE = 64 * 1024
#: Parts that only other archives have, and what these are.
OTHER_ARCHIVES = {
    "xl/workbook.bin": gettext_lazy("a binary workbook (.xlsb)"),
    "word/document.xml": gettext_lazy("a text document (.docx)"),
}
LAST_ROW = 1_048_576  # of a sheet
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zipfile.zlib.error, OSError, EOFError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def read_workbook(data: bytes) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """Return the name of the sheet that is read, and its rows that hold something by number.

    The name is empty if it is the only sheet, or called as ours. Raise UnreadableFile for a broken
    workbook, now or while the rows are read.
    """
    with refuse_broken():
        reader = WorkbookReader(data)
        reader.read()
        sheets = reader.wb.worksheets
        named = [each for each in sheets if fold_header(each.title) == "records"]
        sheet = [*named, *sheets][0]
        return "" if named or len(sheets) == 1 else sheet.title, read_sheet(sheet)


@contextmanager
def refuse_broken():
    """Raise UnreadableFile for whatever a broken workbook leads openpyxl to."""
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as error:
        what = {"error": f"{type(error).__name__}: {error}"[:200]}
        raise UnreadableFile(_("The workbook cannot be read (%(error)s).") % what) from error


def read_sheet(sheet) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a sheet that hold something, with their numbers."""
    book = sheet.parent
    with refuse_broken(), sheet._get_source() as source:
        parser = CellParser(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for number, cells in parser.parse():
            check_row_count(number, LAST_ROW)
            texts = {
                cell["column"]: workbook_text(cell, number)
                for cell in cells
                if cell["value"] is not None and cell["column"] <= MAX_IMPORT_COLUMNS + 1
            }
            if texts:
                yield number, [texts.get(place, "") for place in range(1, max(texts) + 1)]
        parser.refuse_merged_cells()


class CellParser(WorkSheetParser):
    """openpyxl's parser of a sheet; it refuses cells whose values cannot be known."""

    def parse_cell(self, element):
        """Return a cell. Raise UnreadableFile for a formula that was never calculated."""
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            is_empty_text = element.get("t") == "str" and element.find(VALUE_TAG) is not None
            if not is_empty_text:
                text = _(
                    "the cell holds a formula without a result. Open the workbook in a "
                    "spreadsheet and save it, or write the value"
                )
                refuse_cell(cell["row"], cell["column"], text)
        return cell

    def refuse_merged_cells(self) -> None:
        """Raise UnreadableFile if the sheet, which was read, has merged cells."""
        if self.merged_cells and self.merged_cells.mergeCell:
            cells = self.merged_cells.mergeCell[0].ref
            text = _("the cell is merged with others (%(cells)s). Unmerge them, and fill each one")
            refuse_cell(*coordinate_to_tuple(cells.partition(":")[0]), text % {"cells": cells})


def refuse_cell(row: int, column: int, text: str) -> NoReturn:
    """Raise UnreadableFile with the place of a cell and what is wrong with it."""
    what = {"row": row, "column": get_column_letter(column), "text": text}
    raise UnreadableFile(_("Row %(row)d, column %(column)s: %(text)s.") % what)


class WorkbookReader(ExcelReader):
    """openpyxl's reader of a workbook, which sees only parts that were checked."""

    def __init__(self, data: bytes):
        archive = CheckedArchive(data)
        archive.check_kind()
        super().__init__(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        self.archive = archive

    def read_chartsheet(self, sheet, rel) -> None:
        """Leave a sheet empty that has only a chart."""
        self.wb._add_sheet(Chartsheet(parent=self.wb, title=sheet.name))


class CheckedArchive(zipfile.ZipFile):
    """The parts of a workbook, all of which were unpacked once, in pieces, under one counter.

    What a part says of its size is not believed. Only XML without declarations can be opened.
    """

    def __init__(self, data: bytes):
        if data.count(ZIP_ENTRY) > MOST_PARTS:
            raise UnreadableFile(
                _("The workbook has more than %(most)d parts.") % {"most": MOST_PARTS}
            )
        self.unzipped, self.markup = 0, {}
        try:
            super().__init__(io.BytesIO(data))
            for part in self.infolist():
                self.check_part(part)
        except BROKEN_ARCHIVE as error:
            raise UnreadableFile(
                _("The file looks like a workbook, but its archive is broken.")
            ) from error

    def check_kind(self) -> None:
        """Raise UnreadableFile for an archive that is something else than an XLSX."""
        names = set(self.namelist())
        kinds = [kind for part, kind in OTHER_ARCHIVES.items() if part in names]
        if kinds or "[Content_Types].xml" not in names:
            what = {"kind": kinds[0] if kinds else _("an archive without a workbook")}
            raise UnreadableFile(_("This is %(kind)s. Save the table as XLSX.") % what)

    def check_part(self, part: zipfile.ZipInfo) -> None:
        """Unpack a part and forget it. Raise UnreadableFile for what no spreadsheet writes."""
        is_encrypted = part.flag_bits & 0x1
        if is_encrypted or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile(
                _("The workbook has a password, or is packed in a way no spreadsheet uses.")
            )
        before, checker = self.unzipped, PartChecker()
        part.file_size = 2 * MOST_UNZIPPED  # otherwise no more is read than the part says
        with super().open(part) as unpacked:
            while piece := unpacked.read(PIECE):
                self.unzipped += len(piece)
                if self.unzipped > MOST_UNZIPPED:
                    what = {"most": MOST_UNZIPPED // 1024**2}
                    raise UnreadableFile(_("The workbook unzips to more than %(most)d MB.") % what)
                checker.feed(piece)
        part.file_size = self.unzipped - before
        if checker.is_xml_part():
            self.markup[part] = checker.markup

    def open(self, name, *args, **options):
        """Open a part that is XML without declarations; as others, it is missing."""
        part = self.getinfo(name)
        if part not in self.markup:
            raise KeyError(name)
        return super().open(part, *args, **options)

    def read(self, name, pwd=None):
        """Return a part that is not too large to be held in memory as a tree."""
        if self.markup.get(self.getinfo(name), 0) > MOST_MARKUP_AT_ONCE:
            raise UnreadableFile(_("The workbook has more styles or sheets than can be read."))
        return super().read(name, pwd)


class PartChecker:
    """A parser for the pieces of a part of a workbook, which may be XML or not.

    It is the parser that openpyxl uses, so it understands the same encodings.
    """

    def __init__(self):
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse_declaration
        self.parser.StartElementHandler = self.count_element
        self.fed = self.last_tag = self.rows = self.markup = self.markup_at_once = 0
        self.is_xml = True

    def feed(self, piece: bytes) -> None:
        """Read a piece. Raise UnreadableFile for declarations, and for more than can be held."""
        if not self.is_xml:
            return
        self.parse(piece)
        self.fed += len(piece)
        if self.is_xml and self.fed - self.last_tag > MOST_BETWEEN_TAGS:
            self.refuse_size()

    def parse(self, piece: bytes, is_final: bool = False) -> None:
        """Give a piece to the parser, and notice if the part is no XML."""
        try:
            self.parser.Parse(piece, is_final)
        except (expat.ExpatError, LookupError, ValueError):  # unknown encodings raise the others
            self.is_xml = False

    def is_xml_part(self) -> bool:
        """Return True if all that was read is one whole text in XML."""
        if self.is_xml:
            self.parse(b"", is_final=True)
        return self.is_xml

    def count_element(self, name: str, attributes: dict) -> None:
        """Count an element with its attributes, and remember where it begins."""
        self.last_tag = self.parser.CurrentByteIndex
        if name.rpartition(":")[2] in READ_ONE_BY_ONE:
            self.rows, self.markup_at_once = self.rows + 1, 0
        self.markup += 1 + len(attributes)
        self.markup_at_once += 1 + len(attributes)
        is_full = self.markup > MOST_MARKUP or self.rows > LAST_ROW
        if is_full or self.markup_at_once > MOST_MARKUP_AT_ONCE:
            self.refuse_size()

    def refuse_size(self) -> None:
        """Raise UnreadableFile for what would need too much memory to be read."""
        raise UnreadableFile(
            _("The workbook holds longer texts, or more rows or cells, than any sheet.")
        )

    def refuse_declaration(self, *declaration) -> None:
        """Raise UnreadableFile: what spreadsheets never write can make a small text large."""
        raise UnreadableFile(_("The workbook holds declarations that no spreadsheet writes."))


def workbook_text(cell: dict, row: int) -> str:
    """Return a cell as our CSV would write it, whatever type the spreadsheet gave it."""
    value = cell["value"]
    if cell["data_type"] == "e":
        refuse_cell(row, cell["column"], _("the cell holds the error %(error)s") % {"error": value})
    if isinstance(value, datetime):
        is_day = value.hour == value.minute == value.second == 0  # kept as its midnight
        value = value.date() if is_day else value.replace(tzinfo=UTC)
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, str):
        value = unescape_characters(value)
    return normalize_text(plain_text(value))


def unescape_characters(text: str) -> str:
    """Return a text of a workbook with the characters that XML cannot hold: `_x000D_` is CR.

    They are units of UTF-16: a pair of them can be one character.
    """
    if "_x" not in text:
        return text
    return unescape(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
