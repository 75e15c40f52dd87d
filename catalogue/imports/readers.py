"""Read files: records from YAML; a table from a CSV or a workbook, with what is refused."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

import yaml
from django.utils.translation import gettext as _
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader

from catalogue.exports.cells import plain_text, unescape_formula

MAX_FILE_BYTES = 20 * 1024 * 1024  # 5,000 long records are some 10 MB
MAX_IMPORT_ROWS = 5_000
MAX_IMPORT_COLUMNS = 200
IS_MISSING = "is missing"
# libyaml reads the real records eight times faster than the loader in Python.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ImportRefused(Exception):
    """Raised for what cannot be imported, applied or undone; nothing was changed.

    `reasons` has one sentence for each reason.
    """

    def __init__(self, *reasons: str):
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


class UnreadableFile(ImportRefused):
    """Raised for a file that is no table of records.

    `header` has the names of its columns, as far as they could be read.
    """

    def __init__(self, *reasons: str, header: Sequence[str] = ()):
        super().__init__(*reasons)
        self.header = header


# --- YAML --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileEntry:
    """One record as a file gives it; `position` is its place in the file.

    `problems` is the list of what is wrong with all records that are read together.
    """

    file: str
    key: str
    data: dict
    position: int = 0
    problems: list[str] = field(default_factory=list)

    def add_problem(self, text: str, place: str = "") -> None:
        """Add what is wrong with the record; `place` is the word that it is about."""
        parting = "" if not place else " " if text == IS_MISSING else ": "
        self.problems.append(f"{self.file}, {self.key}: {place}{parting}{text}")


def read_yaml(
    path: Path, key: tuple[str, ...], problems: list[str], *, under: str | None = None
) -> list[FileEntry]:
    """Return the records of a file, named by the fields of `key`: a list, or that under a name.

    A file that cannot be read, a record that is no mapping and a repeated key are problems.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 (a safe loader)
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: a day that is none
        problems.append(f"{path.name}: cannot be read: {' '.join(str(error).split())}")
        return []
    if under is not None:
        content = content.get(under) if isinstance(content, dict) else None
    if not isinstance(content, list):
        place = f" under {under!r}" if under else ""
        problems.append(f"{path.name}: a list of records is expected{place}")
        return []
    entries: dict[str, FileEntry] = {}
    for position, data in enumerate(content, start=1):
        given = data if isinstance(data, dict) else {}
        name = " ".join(str(given[field]) for field in key if given.get(field))
        entry = FileEntry(path.name, name or f"record {position}", data, position, problems)
        if not name:
            entry.add_problem(f"has no {' and '.join(map(repr, key))}")
        elif name in entries:
            entry.add_problem(f"{' and '.join(map(repr, key))} is given twice")
        else:
            entries[name] = entry
    return list(entries.values())


# --- Tables ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UploadedTable:
    """The header of a table and its rows; each row has a cell for each column.

    Rows have the numbers that spreadsheets give them: the header is row 1. `from_workbook` is true
    for a workbook, whose cells hold fewer characters than those of a CSV.
    """

    header: list[str]
    rows: dict[int, list[str]]
    from_workbook: bool = False


def check_file_size(size: int) -> None:
    """Raise UnreadableFile for a file that is empty or larger than the limit."""
    if not size:
        raise UnreadableFile(_("The file is empty."))
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            _("The file has %(size).1f MB; at most %(most)d MB are read. Split it.")
            % {"size": size / 1024**2, "most": MAX_FILE_BYTES // 1024**2}
        )


def check_row_count(rows: int, max_rows: float) -> None:
    """Raise UnreadableFile for more rows than the limit."""
    if rows > max_rows:
        raise UnreadableFile(
            _("The file has more than %(most)d rows of records. Split it.") % {"most": max_rows}
        )


def read_table(data: bytes, max_rows: float = MAX_IMPORT_ROWS) -> UploadedTable:
    """Return the table in a CSV or XLSX, whichever its content is; its name does not matter.

    Empty rows and empty last columns are left out. Raise UnreadableFile if there is no table, or
    for faults of its header, and for rows of another width.
    """
    from_workbook = is_workbook(data)
    header, rows = [], {}
    for number, cells in read_workbook(data) if from_workbook else read_csv(data):
        if number == 1:
            header = [name.strip() for name in cells]
        elif any(cells):
            rows[number] = cells
        check_row_count(len(rows), max_rows)
    while header and not header[-1] and not is_used(len(header) - 1, rows):
        header.pop()
    width = len(header)
    for cells in rows.values():
        if from_workbook:  # workbooks leave out the empty cells at the end of a row
            cells.extend([""] * (width - len(cells)))
        if not any(cells[width:]):
            del cells[width:]
    if reasons := [*header_faults(header), *width_faults(rows, width)]:
        raise UnreadableFile(*reasons, header=header)
    return UploadedTable(header, rows, from_workbook)


def is_used(column: int, rows: dict[int, list[str]]) -> bool:
    """Return True if a row has a text in a column, which is counted from 0."""
    return any(column < len(cells) and cells[column] for cells in rows.values())


def join_lines(text: str) -> str:
    """Return a text with one kind of line ends, whichever program wrote the file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def header_faults(names: list[str]) -> list[str]:
    """Return the faults of the names of columns that hold for every noun."""
    if not any(names):
        return [_("Row 1 has no names of columns.")]
    if len(names) > MAX_IMPORT_COLUMNS:
        return [_("The file has more than %(most)d columns.") % {"most": MAX_IMPORT_COLUMNS}]
    nameless = [place for place, name in enumerate(names, start=1) if not name]
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    return [
        *(_("Column %(number)d has no name in row 1.") % {"number": place} for place in nameless),
        *(_("The column “%(name)s” is there twice.") % {"name": name} for name in repeated),
    ]


def width_faults(rows: dict[int, list[str]], width: int) -> list[str]:
    """Return a sentence for each row with more or fewer cells than the header has columns."""
    return [
        _("Row %(row)d has %(cells)d cells, but there are %(columns)d columns.")
        % {"row": number, "cells": len(cells), "columns": width}
        for number, cells in rows.items()
        if len(cells) != width
    ]


# --- CSV ---------------------------------------------------------------------------------------

#: What separates cells: the comma of our own files; spreadsheets of some countries save others.
DELIMITERS = (",", ";", "\t")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a CSV by number, each cell as it was before the export guarded it."""
    text = decode(data)
    delimiter = max(DELIMITERS, key=text[:100_000].partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [join_lines(unescape_formula(cell)) for cell in cells]
    except csv.Error as error:
        what = {"row": number + 1, "error": str(error)}
        raise UnreadableFile(_("Row %(row)d cannot be read as CSV: %(error)s.") % what) from error


def decode(data: bytes) -> str:
    """Return the text of a file. Raise UnreadableFile with the place of a byte that is no text."""
    if data.startswith(UTF_16):
        raise UnreadableFile(_("The file is in UTF-16. Save it as “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = {
            "byte": f"0x{data[error.start]:02X}",
            "place": error.start + 1,
            "line": data.count(b"\n", 0, error.start) + 1,
        }
        raise UnreadableFile(
            _(
                "The file is not in UTF-8: byte %(byte)s at place %(place)d, in line %(line)d. "
                "Save it as “CSV UTF-8”, or as XLSX."
            )
            % what
        ) from error
    if "\0" in text:
        place = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            _("Line %(line)d holds a zero byte: this is no text.") % {"line": place}
        )
    return text


# --- Workbooks ---------------------------------------------------------------------------------

ZIP, ZIP_ENTRY, OLD_OFFICE = b"PK\x03\x04", b"PK\x01\x02", b"\xd0\xcf\x11\xe0"
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
LAST_ROW = 1_048_576  # of a sheet
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zipfile.zlib.error, OSError, EOFError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def is_workbook(data: bytes) -> bool:
    """Return True for an XLSX. Raise UnreadableFile for a file of an older spreadsheet program."""
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(
            _("This is a file of an old spreadsheet program. Save it as XLSX or CSV.")
        )
    return data.startswith(ZIP)


def read_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a workbook that hold something, with their numbers.

    Raise UnreadableFile for a broken one.
    """
    try:
        reader = WorkbookReader(data)
        reader.read()
        book = reader.wb
        sheet = book["Records"] if "Records" in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # the size that the file gives for itself need not be true
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_IMPORT_COLUMNS + 1), start=1):
            check_row_count(number, LAST_ROW)
            if any(cell.value is not None for cell in row):
                yield number, [workbook_text(cell, number) for cell in row]
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken workbook leads it to
        what = {"error": f"{type(error).__name__}: {error}"[:200]}
        raise UnreadableFile(_("The workbook cannot be read (%(error)s).") % what) from error


class WorkbookReader(ExcelReader):
    """openpyxl's reader of a workbook, which sees only parts that were checked."""

    def __init__(self, data: bytes):
        archive = CheckedArchive(data)
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


def workbook_text(cell, row: int) -> str:
    """Return a cell as our CSV would write it, whatever type the spreadsheet gave it."""
    value = cell.value
    if cell.data_type == "e":
        what = {"row": row, "column": cell.column_letter, "error": value}
        raise UnreadableFile(
            _("Row %(row)d, column %(column)s: the cell holds the error %(error)s.") % what
        )
    if isinstance(value, datetime):
        is_day = value.hour == value.minute == value.second == 0  # kept as its midnight
        value = value.date() if is_day else value.replace(tzinfo=UTC)
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return join_lines(plain_text(value))
