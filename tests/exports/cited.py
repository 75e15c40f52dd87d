"""References as a strict reader finds them."""

import re

from pybtex.database import parse_string

from catalogue.exports.formats import bibtex


def in_bibtex(body: bytes | str) -> dict:
    """Read entries with a strict reader."""
    text = body if isinstance(body, str) else body.decode()
    return parse_string(text, "bibtex").entries


def printed(latex: str) -> str:
    """Return the text behind what stands in a file; LaTeX joins dashes and quotes when it sets."""
    tables = (bibtex.ESCAPED, bibtex.UNBALANCED)
    names = {written: key for table in tables for key, written in table.items()}
    escapes = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    bare = latex
    while bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    assert not set(re.sub(escapes, "", bare)) & set("\\{}&%$#_~^")
    return re.sub(escapes, lambda found: names[found[0]], bare)
