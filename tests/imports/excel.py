"""What Excel makes of a CSV of ours that is opened and saved as "CSV UTF-8" in several countries.

Written from its documented behaviour: cells that look like days, numbers or yes and no are read as
such, and written in the form of the country.
"""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
MONTH = re.compile(r"(\d{4})-(\d{1,2})")  # `2341-3` becomes March 2341
WHOLE = re.compile(r"\d{1,15}")
DECIMAL = re.compile(r"\d+\.\d+")
FIRST_YEAR = 1900  # earlier days stay text


@dataclass(frozen=True)
class Country:
    """How Excel writes in a country."""

    delimiter: str
    day: str
    yes: str
    no: str
    comma: str = "."


COUNTRIES = {
    "British": Country(",", "%d/%m/%Y", "TRUE", "FALSE"),
    "American": Country(",", "{month}/{day}/{year}", "TRUE", "FALSE"),
    "German": Country(";", "%d.%m.%Y", "WAHR", "FALSCH", ","),
    "French": Country(";", "%d/%m/%Y", "VRAI", "FAUX", ","),
}


def save_in_excel(data: bytes, country: Country) -> bytes:
    """Return a CSV of ours as Excel saves it again."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=country.delimiter, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        writer.writerow([rewrite_cell(cell, country) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def rewrite_cell(cell: str, country: Country) -> str:
    """Return a cell as Excel writes it."""
    if cell.lower() in ("true", "false"):
        return country.yes if cell.lower() == "true" else country.no
    if (found := DAY.fullmatch(cell)) and int(found[1]) >= FIRST_YEAR:
        day = date(*map(int, found.groups()))
        parts = {"year": day.year, "month": day.month, "day": day.day}
        return day.strftime(country.day).format(**parts)
    if (found := MONTH.fullmatch(cell)) and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1).strftime("%b %y")
    if WHOLE.fullmatch(cell):
        return str(int(cell))
    return cell.replace(".", country.comma) if DECIMAL.fullmatch(cell) else cell
