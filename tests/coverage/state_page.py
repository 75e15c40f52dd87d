"""The page of the map of States as tests read it."""

import re
from html import unescape

from django.test import Client


def read_squares(address="/coverage/states/") -> dict[str, int]:
    """Return the number that a page shows for each name, as a screen reader reads it."""
    html = re.sub(r'<span class="alpha3" aria-hidden="true">\w+</span>', "", read_page(address))
    links = re.findall(r'<a class="square[^>]*>(.*?)</a>', html)
    read = [unescape(re.sub(r"<[^>]+>", "", link)) for link in links]
    return {name: int(number.split()[0]) for name, number in (each.split(": ") for each in read)}


def read_page(address: str) -> str:
    """Return a page that answers."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.text
