"""Reading a CSV: its encoding, what parts its cells, and where it breaks off."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.exports.cells import unescape_formula
from catalogue.imports.tabular import (
    MAX_IMPORT_ROWS,
    Sheet,
    SheetRow,
    UnreadableFile,
    refuse_count,
    table,
)

#: What parts cells: the comma of our own files; spreadsheets of some countries save others.
DELIMITERS = (",", ";", "\t")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read(data: bytes) -> Sheet:
    """Return the table in a CSV; UnreadableFile where it is none."""
    text = decoded(data)
    lines = list(rows(text, delimiter_of(text)))
    header = lines[0].cells if lines else []
    return table(header, lines[1:])


def decoded(data: bytes) -> str:
    """Return the text of a file, or say which of its bytes is none."""
    if data.startswith(UTF_16):
        raise UnreadableFile(_("The file is in UTF-16. Save it as “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(not_utf_8(data, error.start)) from error
    if "\0" in text:
        place = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            _("Line %(line)d holds a zero byte: this is no text.") % {"line": place}
        )
    return text


def not_utf_8(data: bytes, place: int) -> str:
    """Say where a file is not in UTF-8, and what to do."""
    return _(
        "The file is not in UTF-8: byte %(byte)s at place %(place)d, in line %(line)d. "
        "Save it as “CSV UTF-8”, or as XLSX."
    ) % {
        "byte": f"0x{data[place]:02X}",
        "place": place + 1,
        "line": data.count(b"\n", 0, place) + 1,
    }


def delimiter_of(text: str) -> str:
    """Return the sign that parts the names in the header."""
    first = text[:100_000].partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def rows(text: str, delimiter: str) -> Iterator[SheetRow]:
    """Return the rows of a CSV, each cell as it was before it was guarded in the export."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            refuse_count(number - 1 if any(cells) and number > 2 * MAX_IMPORT_ROWS else 0)
            yield SheetRow(number, [unescape_formula(cell).replace("\r\n", "\n") for cell in cells])
    except csv.Error as error:
        what = {"row": number + 1, "error": str(error)}
        raise UnreadableFile(_("Row %(row)d cannot be read as CSV: %(error)s.") % what) from error
