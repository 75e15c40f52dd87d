"""Codes as people write them: `gp1`, `UNSCR 2341`, `OP2 of resolution 2341`, `75/291`.

A noun declares how its codes are written (`Noun.code_form`). Texts are read in a plain form: in
small letters, with plain signs and digits, and one blank between the parts.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import Model

from catalogue.core.folding import fold_text
from catalogue.core.registry import Noun
from catalogue.core.sequences import format_code

#: Parts of a text that are read by each pattern.
MAX_READINGS = 40
AROUND_CODES = " .,;:\"'"
PART = re.compile(r"\S+")


@dataclass(frozen=True)
class CodeForm:
    """How people write the codes of a noun.

    The patterns are tried in their order on plain text. `read` returns from a match the values of
    fields that the record must have, `code` among them, or nothing where it is no code after all.
    """

    patterns: tuple[re.Pattern[str], ...]
    read: Callable[[re.Match[str]], dict[str, Any]]

    def read_all(self, typed: str) -> dict[str, Any]:
        """Return what a whole text says about a record; nothing if it is no code."""
        plain = PlainText(typed).text.strip(AROUND_CODES)
        matches = (pattern.fullmatch(plain) for pattern in self.patterns)
        return next(filter(None, (self.read(match) for match in matches if match)), {})

    def read_code(self, typed: str) -> str:
        """Return the code that a whole text means; empty if it is none."""
        return self.read_all(typed).get("code", "")


@dataclass(frozen=True)
class CodeReading:
    """A part of a plain text that may be a code: of what noun, and what its record must have."""

    noun: Noun
    fields: dict[str, Any]
    start: int
    end: int


class PlainText:
    """The plain form of a text, with the place of each of its parts in the text."""

    def __init__(self, typed: str):
        self.starts: list[int] = []
        self.places: list[tuple[int, int]] = []
        plain, length = [], 0
        for part in PART.finditer(typed):
            if folded := "".join(fold_text(part[0]).split()):
                plain.append(folded)
                self.starts.append(length)
                self.places.append(part.span())
                length += len(folded) + 1
        self.text = " ".join(plain)

    def find_place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the parts of a range of the plain text were typed."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end) - 1
        return self.places[first][0], self.places[last][1]


def read_codes(plain: str, noun: Noun) -> Iterator[CodeReading]:
    """Yield what may be codes of a noun in a plain text; they may overlap."""
    for pattern in noun.code_form.patterns if noun.code_form else ():
        for match in islice(pattern.finditer(plain), MAX_READINGS):
            if fields := noun.code_form.read(match):
                yield CodeReading(noun, fields, *match.span())


def has_fields(record: Model, fields: dict[str, Any]) -> bool:
    """Return True if a record has the values that a typed code gives."""
    return all(attrgetter(path.replace("__", "."))(record) == fields[path] for path in fields)


def number_form(prefix: str) -> CodeForm:
    """Return the form of codes such as GP-0001: also `gp1`, `GP 1` and `GP-00001`."""
    pattern = rf"(?<![\w/-]){prefix.lower()}[ _-]?0*(?P<number>\d{{1,9}})(?![\w/])"
    return CodeForm(
        (re.compile(pattern),), lambda match: {"code": format_code(prefix, int(match["number"]))}
    )
