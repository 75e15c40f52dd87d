"""A sheet of a workbook: values by their types, text that is never evaluated, fitting columns."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from catalogue.exports import cells
from catalogue.exports.columns import Cell, SitePath

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT, A4 = "Arial", 9  # the number of the paper's size
MOST_CHARACTERS = 32_767  # of a cell, in units of UTF-16
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree on how to count days
LARGEST = 2**53  # the last whole number of which a spreadsheet keeps every digit
NARROWEST, WIDEST = 10, 50  # columns, in characters
NOT_IN_XML = dict.fromkeys([*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF])


class Sheet:
    """A sheet that gives each value its type, and remembers how wide its columns have to be."""

    def __init__(self, book: "Workbook", name: str, site: str = "", form: "Format | None" = None):
        self.sheet, self.site, self.form = book.add_worksheet(name), site, form
        self.plain = book.add_format({"font_name": FONT})
        self.bold = book.add_format({"bold": True, "font_name": FONT})
        self.head = book.add_format(
            {"bold": True, "font_name": FONT, "bottom": 1, "bg_color": "#E9EEF2"}
        )
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "font_name": FONT})
        self.widths: dict[int, int] = {}
        self.cut = 0
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)

    def header(self, names: list[str]) -> None:
        """Write the names of the columns; they stay in sight."""
        for place, name in enumerate(names):
            self.put(0, place, name, self.head)
            self.widths[place] = len(name) + 3  # room for the arrow of the filter
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)

    def row(self, number: int, row: Iterable[Cell], start: int = 0) -> None:
        """Write one row of cells."""
        for place, value in enumerate(row, start):
            kind = type(value)
            if kind is str:
                self.put(number, place, value, self.form)
            elif value is not None:
                OTHERS[kind](self, number, place, value)

    def put(self, number: int, place: int, text: str, form=None) -> None:
        """Write text, and never anything that is evaluated."""
        if not text:
            return
        text = self.bounded(text.replace("\r\n", "\n").replace("\r", "\n").translate(NOT_IN_XML))
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take this for markup of its own.
            self.sheet.write_rich_string(number, place, text[:1], self.plain, text[1:])
        else:
            self.sheet.write_string(number, place, text, form)
        self.widen(place, len(text))

    def bounded(self, text: str) -> str:
        """Return text as far as a cell can hold it."""
        if 2 * len(text) <= MOST_CHARACTERS:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * MOST_CHARACTERS:
            return text
        self.cut += 1
        return units[: 2 * MOST_CHARACTERS - 2].decode("utf-16-le", "ignore") + "…"

    def widen(self, place: int, characters: int) -> None:
        """Remember the longest text of a column."""
        if characters > self.widths.get(place, 0):
            self.widths[place] = characters

    def fit(self, widest: int = WIDEST) -> None:
        """Make every column as wide as its texts, within bounds."""
        for place, width in self.widths.items():
            self.sheet.set_column(place, place, min(max(width + 1, NARROWEST), widest))

    def filter(self, rows: int, columns: int) -> None:
        """Let readers filter the rows below the header."""
        self.sheet.autofilter(0, 0, rows, columns - 1)


def put_number(sheet: Sheet, number: int, place: int, value: int) -> None:
    """Write a number; one with more digits than a spreadsheet keeps is text."""
    if abs(value) <= LARGEST:
        sheet.sheet.write_number(number, place, value, sheet.form)
    else:
        sheet.put(number, place, str(value))


def put_day(sheet: Sheet, number: int, place: int, value: date) -> None:
    """Write a day; one before spreadsheets begin to count is text."""
    if value >= FIRST_DAY:
        sheet.sheet.write_datetime(number, place, value)
        sheet.widen(place, 10)
    else:
        sheet.put(number, place, value.isoformat())


def put_moment(sheet: Sheet, number: int, place: int, value: datetime) -> None:
    """Write a moment, in the time of the catalogue and to the second."""
    plain = value.replace(tzinfo=None, microsecond=0)
    sheet.sheet.write_datetime(number, place, plain, sheet.moment)
    sheet.widen(place, 19)


def joined(values: list) -> str:
    """Return several values as they share a cell of a CSV; no guard is needed here."""
    return cells.unescape_formula(cells.cell_text(values))


#: How each type of value is written; text is the common one and has no entry.
OTHERS = {
    bool: lambda sheet, number, place, value: sheet.sheet.write_boolean(number, place, value),
    int: put_number,
    date: put_day,
    datetime: put_moment,
    SitePath: lambda sheet, number, place, value: sheet.put(number, place, sheet.site + value),
    list: lambda sheet, number, place, value: sheet.put(number, place, joined(value)),
}
