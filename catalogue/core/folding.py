"""Texts without accents and in lower case: in this form words are compared and names sorted."""

import re
import unicodedata

ACCENTS = re.compile(r"[\u0300-\u036f]+")


def fold_text(text: str | None) -> str | None:
    """Return a text in lower case without accents; None, which SQLite may pass, stays None."""
    if text is None:
        return None
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
