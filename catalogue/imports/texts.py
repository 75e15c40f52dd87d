"""Texts of uploaded files in the forms in which they are compared."""

import re

from catalogue.core.folding import fold_name

#: Soft hyphens, zero-width characters, marks of direction and of byte order.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PARTS = re.compile(r"[^\W\d_]+|\d+")


def clean_text(text: str) -> str:
    """Return a text without invisible characters, and without blanks at its ends."""
    return INVISIBLE.sub("", text).strip()


def is_blank(text: str) -> bool:
    """Return True for a text in which nothing can be seen."""
    return not text or not clean_text(text)


def fold_header(name: str) -> str:
    """Return the name of a column as the catalogue writes it: `Sources URL` is `sources_url`."""
    return fold_name(name).replace(" ", "_")


def fold_words(text: str) -> str:
    """Return a name as it is looked up: `Côte d’Ivoire` is `cote d ivoire`, `GP-0001` is `gp 1`."""
    return " ".join(part.lstrip("0") or "0" for part in PARTS.findall(fold_name(text)))
