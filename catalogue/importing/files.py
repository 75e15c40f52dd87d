"""A file that is handed in, told by its content and not by its name."""

from catalogue.importing import csv_sheets, xlsx_sheets
from catalogue.importing.sheets import Sheet, refuse_size


def read(data: bytes) -> Sheet:
    """Return the table in a file, CSV or XLSX; NoTable says what is wrong with it."""
    refuse_size(len(data))
    return (xlsx_sheets if xlsx_sheets.opened(data) else csv_sheets).read(data)
