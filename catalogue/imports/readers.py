"""Read files: records from YAML; a table from a CSV or a workbook, with what is refused."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.core.folding import clean_text, fold_header, is_blank
from catalogue.core.text import normalize_text
from catalogue.exports.cells import unescape_formula
from catalogue.imports.refusals import (
    MAX_IMPORT_COLUMNS,
    MAX_IMPORT_ROWS,
    UnreadableFile,
    check_row_count,
)
from catalogue.imports.workbook_reader import ZIP, read_workbook

#: What separates cells: the comma of our own files; spreadsheets of some countries save others.
DELIMITERS = (",", ";", "\t")
#: A first line that names the delimiter: Excel understands it, and does not count it as a row.
STATED_DELIMITER = re.compile(r'"?sep=([^\w"\r\n])"?[,;\t]*(\r\n|\r|\n|\Z)', re.IGNORECASE)
FIRST_LINE = re.compile(r"[^\r\n]+")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
#: What other files have in their first bytes, and what they are.
OTHER_FILES = {
    b"%pdf-": gettext_lazy("a PDF"),
    b"{\\rtf": gettext_lazy("a text in RTF"),
    b"<html": gettext_lazy("a web page"),
    b"<!doctype html": gettext_lazy("a web page"),
    b"<?xml": gettext_lazy("a file in XML"),
    b"mimetypeapplication/vnd.oasis.opendocument": gettext_lazy("an OpenDocument file, as .ods"),
}
IS_MISSING = "is missing"
# libyaml reads the real records eight times faster than the loader in Python.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    content = normalize_texts(content)
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


def normalize_texts(content):
    """Return what a YAML file says with each text in its stored form."""
    if isinstance(content, str):
        return normalize_text(content)
    if isinstance(content, list):
        return [normalize_texts(each) for each in content]
    if isinstance(content, dict):
        return {name: normalize_texts(each) for name, each in content.items()}
    return content


# --- Tables ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UploadedTable:
    """The header of a table as it was written, and its rows, with a cell for each column.

    Rows have the numbers that spreadsheets give them. `from_workbook` is true for a workbook, whose
    cells hold fewer characters than those of a CSV; `sheet` is the name of the one that was read,
    unless that is clear.
    """

    header: list[str]
    rows: dict[int, list[str]]
    from_workbook: bool = False
    sheet: str = ""

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns as the catalogue writes them."""
        return [fold_header(name) for name in self.header]

    def describe_sheet(self) -> list[str]:
        """Return a message which sheet was read; nothing if that is clear."""
        text = _("The sheet “%(sheet)s” was read: the first one, since none is called “Records”.")
        return [text % {"sheet": self.sheet}] if self.sheet else []


def read_table(data: bytes, max_rows: float = MAX_IMPORT_ROWS) -> UploadedTable:
    """Return the table in a CSV or XLSX, whichever its content is; its name does not matter.

    Blank rows and blank last columns are left out. Raise UnreadableFile if there is no table, or
    for faults of its header, and for rows of another width.
    """
    from_workbook = is_workbook(data)
    sheet, read = read_workbook(data) if from_workbook else ("", read_csv(data))
    rows = take_rows(read, max_rows)
    first = next(iter(rows), 1)
    header = [clean_text(name) for name in rows.pop(first, [])]
    while header and not header[-1] and not is_used(len(header) - 1, rows):
        header.pop()
    width = len(header)
    for cells in rows.values():
        if from_workbook:  # workbooks leave out the empty cells at the end of a row
            cells.extend([""] * (width - len(cells)))
        if all(map(is_blank, cells[width:])):
            del cells[width:]
    refuse_title(header, first, rows)
    if reasons := [*header_faults(header, first), *width_faults(rows, width)]:
        raise UnreadableFile(*reasons, header=header)
    return UploadedTable(header, rows, from_workbook, sheet)


def take_rows(read: Iterator[tuple[int, list[str]]], max_rows: float) -> dict[int, list[str]]:
    """Return the rows in which something can be seen, by number: the header and the records."""
    rows: dict[int, list[str]] = {}
    for number, cells in read:
        if not all(map(is_blank, cells)):
            rows[number] = cells
        check_row_count(len(rows) - 1, max_rows)
    return rows


def is_used(column: int, rows: dict[int, list[str]]) -> bool:
    """Return True if a row has a text in a column, which is counted from 0."""
    return any(column < len(cells) and not is_blank(cells[column]) for cells in rows.values())


def refuse_title(header: list[str], first: int, rows: dict[int, list[str]]) -> None:
    """Raise UnreadableFile if the first row has a title and no names of columns."""
    names = list(filter(None, header))
    if len(names) == 1 and max(map(len, rows.values()), default=0) > 1:
        text = _("Row %(row)d holds only “%(text)s”. Delete the rows above the column names.")
        raise UnreadableFile(text % {"row": first, "text": names[0]})


def header_faults(names: list[str], row: int) -> list[str]:
    """Return the faults of the names of columns, in a row, that hold for every noun."""
    if not any(names):
        return [_("Row %(row)d has no column names.") % {"row": row}]
    if len(names) > MAX_IMPORT_COLUMNS:
        return [_("The file has more than %(most)d columns.") % {"most": MAX_IMPORT_COLUMNS}]
    alike: dict[str, list[str]] = {}
    for name in filter(None, names):
        alike.setdefault(fold_header(name), []).append(name)
    return [
        *(
            _("Column %(number)d has no name in row %(row)d.") % {"number": place, "row": row}
            for place, name in enumerate(names, start=1)
            if not name
        ),
        *(describe_repeated(each) for _name, each in sorted(alike.items()) if len(each) > 1),
    ]


def describe_repeated(names: list[str]) -> str:
    """Return a message that columns have the same name, or names that are read alike."""
    if len(set(names)) == 1:
        return _("The column “%(name)s” appears twice.") % {"name": names[0]}
    what = {"names": ", ".join(f"“{name}”" for name in names)}
    return _("The columns %(names)s have the same name.") % what


def width_faults(rows: dict[int, list[str]], width: int) -> list[str]:
    """Return a sentence for each row with more or fewer cells than the header has columns."""
    return [
        _("Row %(row)d has %(cells)d cells, but there are %(columns)d columns.")
        % {"row": number, "cells": len(cells), "columns": width}
        for number, cells in rows.items()
        if len(cells) != width
    ]


# --- Kinds of files ----------------------------------------------------------------------------


def is_workbook(data: bytes) -> bool:
    """Return True for an archive, as an XLSX is. Raise UnreadableFile for what is no table."""
    if kind := name_other_file(data):
        what = {"kind": kind}
        raise UnreadableFile(
            _("This is %(kind)s. Open it, and save the table as XLSX or as “CSV UTF-8”.") % what
        )
    return data.startswith(ZIP)


def name_other_file(data: bytes) -> str:
    """Return what a file is that is neither a CSV nor an archive; nothing if it may be one."""
    if data.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _("a workbook with a password, which has to be taken off")
        return _("a file of an old office program, such as .xls")
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n").lower()
    return next((str(kind) for sign, kind in OTHER_FILES.items() if sign in start), "")


# --- CSV ---------------------------------------------------------------------------------------


def read_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a CSV by number, each cell as it was before the export guarded it."""
    text = decode(data)
    if stated := STATED_DELIMITER.match(text):
        text = text[stated.end() :]
    delimiter = stated[1] if stated else guess_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [normalize_text(unescape_formula(cell)) for cell in cells]
    except csv.Error as error:
        what = {"row": number + 1, "error": str(error)}
        raise UnreadableFile(_("Row %(row)d cannot be read as CSV: %(error)s.") % what) from error


def guess_delimiter(text: str) -> str:
    """Return what separates the names of columns, which stand in the first line with a text."""
    line = FIRST_LINE.search(text, 0, 100_000)
    return max(DELIMITERS, key=line[0].count) if line else DELIMITERS[0]


def decode(data: bytes) -> str:
    """Return the text of a file. Raise UnreadableFile with the place of a byte that is no text."""
    if data.startswith(UTF_16):
        raise UnreadableFile(_("The file is in UTF-16. Save it as “CSV UTF-8”, or as XLSX."))
    try:
        text = data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        what = {
            "byte": f"0x{data[error.start]:02X}",
            "place": error.start + 1,
            "line": data.count(b"\n", 0, error.start) + 1,
        }
        raise UnreadableFile(
            _(
                "The file is not in UTF-8: byte %(byte)s at place %(place)d, in line %(line)d. "
                "Spreadsheets write such files as plain “CSV”. Save it as “CSV UTF-8”, or as XLSX."
            )
            % what
        ) from error
    if "\0" in text:
        place = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            _("Line %(line)d holds a zero byte: this is not a text file.") % {"line": place}
        )
    return text
