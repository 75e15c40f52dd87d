"""Read files: records from YAML; a table from a CSV or a workbook, with what is refused."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from openpyxl import load_workbook

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
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
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

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: A workbook of 5,000 long records unzips to some 30 MB.
MOST_UNZIPPED = 100 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 1_048_576  # of a sheet
#: What a workbook never needs, and what makes a small text large when it is read.
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


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
    refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
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


def refuse_bomb(data: bytes) -> None:
    """Raise UnreadableFile for an archive that is far larger than it looks; unpack none of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
                what = {"most": MOST_UNZIPPED // 1024**2}
                raise UnreadableFile(_("The workbook unzips to more than %(most)d MB.") % what)
            names = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if any(DECLARED.search(archive.read(part)) for part in names):
                raise UnreadableFile(
                    _("The workbook holds declarations that no spreadsheet writes.")
                )
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError,
            NotImplementedError, RuntimeError, zipfile.zlib.error) as error:  # fmt: skip
        raise UnreadableFile(
            _("The file looks like a workbook, but its archive is broken.")
        ) from error


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
