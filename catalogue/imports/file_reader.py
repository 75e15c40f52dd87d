"""A file that is handed in, told by its content and not by its name."""

from catalogue.imports import csv_reader, xlsx_reader
from catalogue.imports.tabular import Sheet, refuse_size


def read(data: bytes) -> Sheet:
    """Return the table in a file, CSV or XLSX; UnreadableFile says what is wrong with it."""
    refuse_size(len(data))
    return (xlsx_reader if xlsx_reader.opened(data) else csv_reader).read(data)
