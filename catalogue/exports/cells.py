"""What stands in a cell: text that no spreadsheet takes for a formula, and its way back."""

import re
from datetime import date, datetime

from catalogue.exports.columns import Address, Cell

SEPARATOR = "|"

#: Text that a spreadsheet would evaluate: a sign that begins a formula, full-width forms too, also
#: behind blanks or a byte order mark. Apostrophes in front are counted in, so that the guard can
#: be taken off exactly.
_FORMULA = re.compile("'*(?:[\\s\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n])")


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would evaluate; drop NUL."""
    text = text.replace("\0", "")
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Take off exactly the apostrophe that `guard` put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def write(value: Cell, site: str = "") -> str:
    """Return a value as it stands in a text file: dates in ISO form, several values joined by |.

    `site` is put before the addresses of this site, for example `https://example.org`.
    """
    if isinstance(value, Address):
        return site + value
    if isinstance(value, list):
        return guard(SEPARATOR.join(_plain(each) for each in value))
    return guard(value) if isinstance(value, str) else _plain(value)


def _plain(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
