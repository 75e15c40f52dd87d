"""What a search names: records by their codes, other things by their names, and years.

What is recognised is offered beside the records that have the words, and never changes them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.changelog.queries import CatalogueVersion
from catalogue.core.folding import fold_for_search
from catalogue.core.registry import Noun, all_nouns
from catalogue.core.versioned_cache import VersionedCache
from catalogue.search.codes import CodeReading, PlainText, has_fields, read_codes
from catalogue.search.names import NamedValue, list_typed_words, name_index
from catalogue.search.query_parser import (
    STOP_WORDS,
    lower_shouted_text,
    normalize_query,
    truncate_words,
)

recognitions = VersionedCache(256)
MAX_PARTS = 8  # recognised in one text
DIGIT = re.compile("[0-9]")
YEAR = re.compile(r"(?<![^\s(,])(?:19|20)\d\d(?![^\s).,;:?!])")
#: Phrases, and words that must not occur: nothing is recognised in them.
EXACT = re.compile(r'(?<!\S)-?"[^"]*"|(?<!\S)-\w\S*')


@dataclass(frozen=True)
class RecognisedPart:
    """A part of a text, from `start` to `end`, and what it may mean: several if it is ambiguous."""

    start: int
    end: int
    values: tuple[NamedValue, ...]


@dataclass(frozen=True)
class Recognition:
    """A text with its recognised parts, in their order."""

    text: str
    parts: tuple[RecognisedPart, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return True if one part is the whole text, except for words that say nothing."""
        if len(self.parts) != 1:
            return False
        (part,) = self.parts
        rest = f"{self.text[: part.start]} {self.text[part.end :]}"
        return STOP_WORDS.issuperset(fold_for_search(rest).split())


def recognise(typed: str, version: CatalogueVersion | None) -> Recognition:
    """Return what public records, places, terms, organizations and years a search names."""
    text = lower_shouted_text(truncate_words(normalize_query(typed)))
    return recognitions.get_or_make(
        version, text, lambda: Recognition(text, tuple(find_parts(text, version))[:MAX_PARTS])
    )


def find_parts(text: str, version: CatalogueVersion | None) -> list[RecognisedPart]:
    """Return the parts of a text, in order: codes and years first, then names between them."""
    searched = hide_exact_parts(text)
    coded = list(find_coded_parts(searched))
    words = list_typed_words(searched)
    index, start, found = name_index(version), 0, list(coded)
    for end, after in [*((part.start, part.end) for part in coded), (len(text), 0)]:
        between = [word for word in words if start <= word.start and word.end <= end]
        found += [
            RecognisedPart(between[name.start].start, between[name.end - 1].end, name.values)
            for name in index.find_in(between)
        ]
        start = after
    return sorted(found, key=lambda part: part.start)


def hide_exact_parts(text: str) -> str:
    """Return a text with blanks for phrases and exclusions, unless one phrase is all of it."""
    if text.count('"') == 2 and text.strip().startswith('"') and text.strip().endswith('"'):
        return text.replace('"', " ")
    return EXACT.sub(lambda match: " " * len(match[0]), text)


def find_coded_parts(text: str) -> Iterator[RecognisedPart]:
    """Yield the codes of public records and the years in a text, without overlaps."""
    plain, meant = PlainText(text), defaultdict(list)
    for noun in all_nouns() if DIGIT.search(plain.text) else ():
        for reading, value in look_up(noun, list(read_codes(plain.text, noun))):
            meant[reading.start, reading.end].append(value)
    for match in YEAR.finditer(plain.text):
        meant[match.span()].append(NamedValue("", "year", match[0], match[0], ()))
    free = 0
    for start, end in sorted(meant, key=lambda span: (span[0], -span[1])):
        if start >= free:
            free = end
            yield RecognisedPart(*plain.find_place(start, end), tuple(meant[start, end]))


def look_up(noun: Noun, readings: list[CodeReading]) -> Iterator[tuple[CodeReading, NamedValue]]:
    """Yield the readings that are codes of public records, each with its record as a value."""
    codes = {reading.fields["code"] for reading in readings}
    found = noun.public().filter(code__in=codes) if codes else ()
    records = {record.code: record for record in found}
    for reading in readings:
        record = records.get(reading.fields["code"])
        if record and has_fields(record, reading.fields):
            yield reading, NamedValue(noun.name, noun.facet, record.code, str(record), ())
