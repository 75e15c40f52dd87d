"""Texts without accents and in lower case: in this form words are compared and names sorted."""

import re
import unicodedata

ACCENTS = re.compile(r"[\u0300-\u036f]+")


def fold_text(text: str) -> str:
    """Return a text in lower case without accents."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
