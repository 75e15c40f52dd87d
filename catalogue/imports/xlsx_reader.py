"""Read a workbook: its first sheet, or the one called Records; bombs are refused unopened."""

import io
import re
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from catalogue.imports.tabular import (
    MAX_IMPORT_COLUMNS,
    UnreadableFile,
    UploadedRow,
    UploadedTable,
    check_row_count,
    make_sheet,
)

#: A workbook of 5,000 long records unzips to some 30 MB.
MOST_UNZIPPED = 100 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 1_048_576  # of a sheet
#: What a workbook never needs, and what makes a small text large when it is read.
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def read_workbook(data: bytes, max_rows: int | None) -> UploadedTable:
    """Return the table in a workbook. Raise UnreadableFile if there is none."""
    refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book["Records"] if "Records" in book.sheetnames else book.worksheets[0]
        rows = list(filled_rows(sheet, max_rows))
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken workbook leads it to
        what = {"error": f"{type(error).__name__}: {error}"[:200]}
        raise UnreadableFile(_("The workbook cannot be read (%(error)s).") % what) from error
    header = rows[0].cells if rows and rows[0].number == 1 else []
    return make_sheet(header, rows[1:], max_rows=max_rows, from_workbook=True)


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


def filled_rows(sheet, max_rows: int | None):
    """Return the rows of a sheet that hold something; one more than the limit at most."""
    sheet.reset_dimensions()  # the size that the file gives for itself need not be true
    found = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_IMPORT_COLUMNS + 1), start=1):
        if number > LAST_ROW or (max_rows is not None and found > max_rows + 1):
            return check_row_count(number, max_rows)
        if any(cell.value is not None for cell in row):
            found += 1
            yield UploadedRow(number, [workbook_text(cell, number) for cell in row])


def workbook_text(cell, row: int) -> str:
    """Return a cell as our CSV would write it, whatever type the spreadsheet gave it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        what = {"row": row, "column": cell.column_letter, "error": value}
        raise UnreadableFile(
            _("Row %(row)d, column %(column)s: the cell holds the error %(error)s.") % what
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        is_day = value.hour == value.minute == value.second == 0  # kept as its midnight
        return value.date().isoformat() if is_day else value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n")
