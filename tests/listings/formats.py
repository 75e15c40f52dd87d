"""What each file of a list holds: the keys of its records, and its cells as text."""

import datetime
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from catalogue.exports.cells import unescape_formula

SITE = "http://testserver"
ATOM = "{http://www.w3.org/2005/Atom}"


def keys_in(extension: str, body: bytes, noun: str) -> list[str]:
    """Return the keys of the records in a file, in its order."""
    return KEYS[extension](body, rf"{SITE}/{noun}/([^/\s<}}]+)/")


def in_xlsx(body: bytes, address: str) -> list[str]:
    """Look for cells that hold nothing but a permalink."""
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        text = file.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(f"<t>{address}</t>", text)


def in_atom(body: bytes, address: str) -> list[str]:
    """Read the page that each entry leads to."""
    entries = ET.fromstring(body).iter(f"{ATOM}entry")  # noqa: S314 (of our own making)
    return [re.fullmatch(address, entry.find(f"{ATOM}link").get("href"))[1] for entry in entries]


def in_json(body: bytes, address: str) -> list[str]:
    """Read the permalink of each record, and see that the file counts them right."""
    content = json.loads(body)
    assert content["total"] == len(content["records"])
    return [re.fullmatch(address, each["permalink"])[1] for each in content["records"]]


def in_lines(body: bytes, address: str) -> list[str]:
    """Read the permalink on each line."""
    return [re.fullmatch(address, json.loads(line)["permalink"])[1] for line in body.splitlines()]


KEYS = {
    "xlsx": in_xlsx,
    "json": in_json,
    "jsonl": in_lines,
    "ris": lambda body, address: re.findall(f"^UR  - {address}\r$", body.decode(), re.M),
    "bib": lambda body, address: re.findall(f"^  url = {{{address}}},$", body.decode(), re.M),
    "atom": in_atom,
}


def texts(values: dict) -> dict[str, str]:
    """Return the cells of a row as texts that can be compared between formats."""
    return {name: text(value) for name, value in values.items()}


def text(value) -> str:
    """Return a cell as a CSV has it, without a guard, and with line ends as spreadsheets do."""
    if isinstance(value, list):
        return "|".join(map(text, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "") + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else unescape_formula(str(value)).replace("\r\n", "\n")


def rows_of_workbook(body: bytes) -> list[dict]:
    """Return the rows of a workbook by the names of their columns."""
    sheet = load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    header, *rows = sheet.iter_rows()
    names = [cell.value for cell in header]
    return [dict(zip(names, map(shown, row), strict=True)) for row in rows]


def shown(cell):
    """Return the value of a cell; one that shows a day and no time is a day."""
    is_day = isinstance(cell.value, datetime.datetime) and "hh" not in cell.number_format
    return cell.value.date() if is_day else cell.value
