"""XLSX: typed cells for spreadsheets, and a sheet that says what the file holds.

Text is never evaluated, and columns are as wide as their texts.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.exports import cells, provenance
from catalogue.exports.columns import Cell, SitePath
from catalogue.exports.formats.base import SPREADSHEETS, Format
from catalogue.exports.table import ExportTable

PROSE = 90  # characters in a line of the sheet About
#: One moment for all files: the same list gives the same bytes.
MADE = datetime(2000, 1, 1)
FONT, A4 = "Arial", 9  # the number of the paper's size
MOST_CHARACTERS = 32_767  # of a cell, in units of UTF-16
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree on how to count days
LARGEST = 2**53  # the last whole number of which a spreadsheet keeps every digit
NARROWEST, WIDEST = 10, 50  # columns, in characters
NOT_IN_XML = dict.fromkeys([*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF])


class SheetWriter:
    """A sheet that gives each value its type, and remembers how wide its columns have to be."""

    def __init__(self, book, name: str, site: str = "", form=None):
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
            if type(value) is str:
                self.put(number, place, value, self.form)
            elif value is not None:
                self.put_value(number, place, value)

    def put_value(self, number: int, place: int, value: Cell) -> None:
        """Write a value that is no plain text, as text where a spreadsheet cannot hold it.

        Such are numbers with more digits than it keeps, and days before it begins to count.
        """
        match value:
            case SitePath():
                self.put(number, place, self.site + value)
            case list():  # the text of a CSV cell, which needs no apostrophe here
                self.put(number, place, cells.unescape_formula(cells.cell_text(value)))
            case bool():
                self.sheet.write_boolean(number, place, value)
            case int() if abs(value) <= LARGEST:
                self.sheet.write_number(number, place, value, self.form)
            case datetime():  # in the time of the catalogue and to the second
                plain = value.replace(tzinfo=None, microsecond=0)
                self.sheet.write_datetime(number, place, plain, self.moment)
                self.widen(place, 19)
            case date() if value >= FIRST_DAY:
                self.sheet.write_datetime(number, place, value)
                self.widen(place, 10)
            case _:
                self.put(number, place, str(value))

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


def write_xlsx(file: BinaryIO, table: ExportTable, options: dict[str, str]) -> None:
    """Write a workbook with the sheets Records and About, row by row through a file on disk."""
    # Asked for here: a process that writes no workbook need not hold the 12 MB of its writer.
    from xlsxwriter import Workbook

    book = Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.formats[0].set_font_name(FONT)
    book.set_properties({"title": table.about.title, "created": MADE})
    prose = book.add_format({"font_name": FONT, "text_wrap": True, "align": "left"})
    prose.set_align("top")
    records, about = (
        SheetWriter(book, _("Records"), table.about.site),
        SheetWriter(book, _("About"), "", prose),
    )
    records.header([column.name for column in table.columns])
    for number, row in enumerate(table.rows(), start=1):
        records.row(number, row)
    records.fit()
    records.sheet.autofilter(0, 0, table.total, len(table.columns) - 1)
    write_about(about, table, records.cut)
    book.close()


def write_about(sheet: SheetWriter, table: ExportTable, cut: int) -> None:
    """Write the title, filters, size, address and licence of the list."""
    filters = [provenance.describe_filters([each]) for each in table.about.filters]
    lines = [
        (_("List"), table.about.title),
        (_("Catalogue"), str(provenance.CATALOGUE)),
        *((_("Filters"), text) for text in filters or [_("None: the whole list")]),
        (_("Records"), table.total),
        (_("Address"), table.about.address),
    ]
    if changed := table.changed_at():
        lines.append((_("Newest change (UTC)"), f"{changed:%Y-%m-%d %H:%M:%S}"))
    if cut:
        lines.append((_("Shortened"), count_shortened(cut)))
    lines += [
        (_("Licence"), f"{provenance.LICENCE}, {provenance.LICENCE_ADDRESS}"),
        (_("Please note"), str(provenance.NOT_OFFICIAL)),
    ]
    for number, (name, value) in enumerate(lines):
        sheet.put(number, 0, name, sheet.bold)
        sheet.row(number, [value], start=1)
    sheet.fit(PROSE)
    sheet.sheet.hide_gridlines(2)


def count_shortened(count: int) -> str:
    """Return a message with the number of cells that do not hold their whole text."""
    return ngettext(
        "%(count)s text is longer than a cell can be (32,767 characters). It ends with … here, and "
        "is whole in the other formats.",
        "%(count)s texts are longer than a cell can be (32,767 characters). They end with … here, "
        "and are whole in the other formats.",
        count,
    ) % {"count": count}


FORMAT = Format(
    name="Excel (XLSX)",
    extension="xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write_xlsx,
    group=SPREADSHEETS,
    order=1,
    most_records=1_048_575,  # a sheet has one row more, for the header
    contents="workbook with the sheets Records and About",
    several_values="joined with `\\|`",
    good_for="spreadsheets",
)
