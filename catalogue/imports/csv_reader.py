"""Read the rows of a CSV, as the programs of several countries write it."""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalogue.core.text import normalize_text
from catalogue.exports.cells import unescape_formula
from catalogue.imports.refusals import UnreadableFile

#: What separates cells: the comma of our own files; spreadsheets of some countries save others.
DELIMITERS = (",", ";", "\t")
#: A first line that names the delimiter: Excel understands it, and does not count it as a row.
STATED_DELIMITER = re.compile(r'"?sep=([^\w"\r\n])"?[,;\t]*(\r\n|\r|\n|\Z)', re.IGNORECASE)
FIRST_LINE = re.compile(r"[^\r\n]+")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
