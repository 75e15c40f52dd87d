"""How a resolution and a paragraph are written in an address: `s-res-2341-2017`, `2341-3`."""

import re

SYMBOL = re.compile(r"\A(?P<organ>[SA])/RES/(?P<number>\d+(?:/\d+)?) \((?P<year>\d{4})\)\Z")


def symbol_slug(symbol: str) -> str:
    """Return the address of a symbol: `S/RES/2341 (2017)` gives `s-res-2341-2017`."""
    return re.sub(r"[^a-z0-9]+", "-", symbol.lower()).strip("-")


def short_code(symbol: str) -> str:
    """Return the short symbol: `2341` for the Security Council, `75-291` for the Assembly.

    ValueError where the symbol is not of the form `S/RES/2341 (2017)` or `A/RES/75/291 (2021)`.
    """
    match = SYMBOL.match(symbol)
    if match is None:
        raise ValueError(f"{symbol!r} is not of the form S/RES/2341 (2017) or A/RES/75/291 (2021)")
    return match["number"].replace("/", "-")


def paragraph_slug(number: str) -> str:
    """Return a paragraph's number for an address: `3(b)` gives `3b`, `III.13` gives `iii-13`."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[()\s]", "", number.lower())).strip("-")


def paragraph_sort_key(paragraph: dict) -> tuple:
    """Return the place of a paragraph among others: by number, `2` before `2(a)` before `11`.

    Paragraphs without a number stand last, in the order in which they were given.
    """
    parts = re.findall(r"\d+|[A-Za-z]+", paragraph.get("paragraph") or "")
    return (
        not parts,
        [(part.isalpha(), int(part) if part.isdigit() else 0, part) for part in parts],
    )
