"""What the page of numbers and its file say."""

import csv
import io
import re
from html import unescape

from django.test import Client

NUMBER = re.compile(r'<a href="(/\w+/[^"]*)">(\d+)</a>')
TOTAL = re.compile(r'class="whole"><a href="(/\w+/)">(\d+)')


def on_page() -> list[tuple[str, int]]:
    """Return every number of the page with the address of its list, in the order of the page."""
    html = Client().get("/statistics/").text
    return [
        (unescape(address), int(number))
        for part in html.split('<p class="whole">')[1:]
        for address, number in [*TOTAL.findall(f'class="whole">{part}'), *NUMBER.findall(part)]
    ]


def in_file() -> list[dict[str, str]]:
    """Return the rows of the file."""
    text = Client().get("/statistics.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def numbers(noun: str, breakdown: str) -> dict[str, int]:
    """Return the number of each value of a breakdown, by its code."""
    return {
        row["code"]: int(row["records"])
        for row in in_file()
        if (row["noun"], row["breakdown"]) == (noun, breakdown)
    }
