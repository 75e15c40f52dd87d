"""XLSX: typed cells for spreadsheets, and a sheet that says what the file holds."""

from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.exports import provenance
from catalogue.exports.table import Table
from catalogue.exports.xlsx_sheet import FONT, Sheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARAMETERS: dict[str, tuple] = {}
MOST_RECORDS = 1_048_575  # a sheet has one row more, for the header
PROSE = 90  # characters in a line of the sheet About
#: One moment for all files: the same list gives the same bytes.
MADE = datetime(2000, 1, 1)


def write(file: BinaryIO, table: Table, options: dict[str, str]) -> None:
    """Write a workbook with the sheets Records and About, row by row through a file on disk."""
    # Asked for here: a process that writes no workbook need not hold the 12 MB of its writer.
    from xlsxwriter import Workbook

    book = Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.formats[0].set_font_name(FONT)
    book.set_properties({"title": table.about.title, "created": MADE})
    prose = book.add_format({"font_name": FONT, "text_wrap": True, "align": "left"})
    prose.set_align("top")
    records, about = Sheet(book, _("Records"), table.about.site), Sheet(book, _("About"), "", prose)
    records.header([column.name for column in table.columns])
    for number, row in enumerate(table.rows(), start=1):
        records.row(number, row)
    records.fit()
    records.filter(table.total, len(table.columns))
    write_about(about, table, records.cut)
    book.close()


def write_about(sheet: Sheet, table: Table, cut: int) -> None:
    """Say what the list is, how it was filtered, and on which terms it is given away."""
    lines = [(_("List"), table.about.title), (_("Catalogue"), str(provenance.CATALOGUE))]
    filters = table.about.filters or [(_("Filters"), _("None: the whole list"))]
    lines += [
        (_("Filters"), provenance.describe_filters([each])) for each in table.about.filters
    ] or filters
    lines += [(_("Records"), table.total), (_("Address"), table.about.address)]
    if changed := table.changed_at():
        lines.append((_("Newest change (UTC)"), f"{changed:%Y-%m-%d %H:%M:%S}"))
    if cut:
        lines.append((_("Shortened"), shortened(cut)))
    lines += [
        (_("Licence"), f"{provenance.LICENCE}, {provenance.LICENCE_ADDRESS}"),
        (_("Please note"), str(provenance.NOT_OFFICIAL)),
    ]
    for number, (name, value) in enumerate(lines):
        sheet.put(number, 0, name, sheet.bold)
        sheet.row(number, [value], start=1)
    sheet.fit(PROSE)
    sheet.sheet.hide_gridlines(2)


def shortened(count: int) -> str:
    """Say how many cells do not hold their whole text."""
    return ngettext(
        "%(count)s text is longer than a cell can be (32,767 characters). It ends with … here, and "
        "is whole in the other formats.",
        "%(count)s texts are longer than a cell can be (32,767 characters). They end with … here, "
        "and are whole in the other formats.",
        count,
    ) % {"count": count}
