"""Cells as text that no spreadsheet evaluates as a formula, and how to read it back."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from catalogue.exports.columns import Cell, SitePath

SEPARATOR = "|"

#: What Python and spreadsheets treat as white space, and the byte order mark.
BLANKS = (
    "".join(map(chr, [*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
    + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"
#: Text that a spreadsheet would evaluate: a sign that begins a formula, full-width forms too, also
#: after blanks. Apostrophes in front are included, so that exactly one can be removed again.
#: These expressions are written so that Python and PostgreSQL read them alike.
FORMULA = f"^'*(?:[{BLANKS}]*[{SIGNS}]|[\t\r\n])"
_FORMULA = re.compile(FORMULA)
#: The characters with which such a text can begin: no other text is looked at again.
_RISKY = frozenset(f"'{BLANKS}{SIGNS}")
#: Where a cell begins for a spreadsheet that separates cells by ; or TAB, as in many countries. Our
#: quotes are then inside a cell, so that a line end begins one too.
BREAKS = ";\t\r\n"
_GAP = f'[{BLANKS};"]'
#: A sign that begins a formula there, with its apostrophes, after everything before it.
INNER_FORMULA = f"(?<!{_GAP})(?={_GAP}*[{BREAKS}])({_GAP}+)('*[{SIGNS}])"
_INNER_FORMULA = re.compile(INNER_FORMULA)


def escape_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would evaluate; drop NUL."""
    if "\0" in text:
        text = text.replace("\0", "")
    if ";" in text or "\n" in text or "\t" in text or "\r" in text:
        text = _INNER_FORMULA.sub(r"\1'\2", text)
    return f"'{text}" if text[:1] in _RISKY and _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """Remove exactly the apostrophes that `escape_formula` added."""
    if "'" not in text:
        return text
    if text.startswith("'") and _FORMULA.match(text[1:]):
        text = text[1:]
    return _INNER_FORMULA.sub(lambda found: found[0].replace("'", "", 1), text)


def cell_text(value: Cell, site: str = "") -> str:
    """Return a value as text for a file: dates in ISO form, several values joined by |.

    `site` is put before the addresses of this site, for example `https://example.org`.
    """
    if isinstance(value, SitePath):
        return site + value
    if isinstance(value, list):
        return escape_formula(join_values(value))
    return escape_formula(value) if isinstance(value, str) else plain_text(value)


def join_values(values: list) -> str:
    """Return several values as the text of one cell."""
    try:
        return SEPARATOR.join(values)
    except TypeError:  # not all of them are text
        return SEPARATOR.join(map(plain_text, values))


def cell_texts(values: Iterable[Cell], site: str = "") -> list[str]:
    """Return the cells of a column as text for a file; most values are text already."""
    return [escape_formula(each) if type(each) is str else cell_text(each, site) for each in values]


def plain_text(value: Cell) -> str:
    """Return a single value as text: a date in ISO form, a moment to the second."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
