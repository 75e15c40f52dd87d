"""Read a CSV: its encoding, its delimiter, and the row at which it cannot be read."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.exports.cells import unescape_formula
from catalogue.imports.tabular import (
    UnreadableFile,
    UploadedRow,
    UploadedTable,
    check_row_count,
    make_sheet,
)

#: What separates cells: the comma of our own files; spreadsheets of some countries save others.
DELIMITERS = (",", ";", "\t")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(data: bytes, max_rows: int | None) -> UploadedTable:
    """Return the table in a CSV. Raise UnreadableFile if it is none."""
    text = decode(data)
    delimiter = max(DELIMITERS, key=text[:100_000].partition("\n")[0].count)
    rows = list(read_rows(text, delimiter, max_rows))
    return make_sheet(rows[0].cells if rows else [], rows[1:], max_rows=max_rows)


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


def read_rows(text: str, delimiter: str, max_rows: int | None) -> Iterator[UploadedRow]:
    """Return the rows of a CSV, each cell as it was before the export guarded it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if max_rows is not None and any(cells) and number > 2 * max_rows:
                check_row_count(number - 1, max_rows)
            yield UploadedRow(
                number, [unescape_formula(cell).replace("\r\n", "\n") for cell in cells]
            )
    except csv.Error as error:
        what = {"row": number + 1, "error": str(error)}
        raise UnreadableFile(_("Row %(row)d cannot be read as CSV: %(error)s.") % what) from error
