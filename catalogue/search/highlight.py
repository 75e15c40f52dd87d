"""Mark the words of a search in the texts of a card, and quote them from other fields.

Texts are compared word by word as the databases do: folded, by their stems. The result is HTML in
which the text is escaped.
"""

import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalogue.core.folding import (
    EAST_ASIAN_RANGES,
    MARKS,
    SEARCHED,
    compose_text,
    fold_for_search,
)
from catalogue.core.stemming import stem_word
from catalogue.db.search.documents import FIELD_SEPARATOR, PART_SEPARATOR
from catalogue.db.search.phrases import PhraseGroup
from catalogue.search.queries import read_documents
from catalogue.search.search_index import SearchIndex

#: A letter with the marks that belong to it.
LETTER = re.compile(f".{MARKS.pattern}*", re.DOTALL)
#: A word in a text of which only letters, digits, blanks and apostrophes are left.
SEARCHED_WORD = re.compile(
    f"[{EAST_ASIAN_RANGES}]|[^ '{EAST_ASIAN_RANGES}]+(?:(?:'s)+(?![^ {EAST_ASIAN_RANGES}]))?"
)
ASCII_WORD = re.compile("[a-z0-9]+(?:(?:['`]s)+(?![a-z0-9'`]))?")
POSSESSIVE_ENDING = re.compile("['`].*")
KEPT_TEXTS = 2_000  # texts of cards of which the words are kept: some 2 megabytes
EXCERPT_BEFORE, EXCERPT_AFTER = 90, 170  # characters of an excerpt around a match
LONGEST_WHOLE_WORD = 40  # characters of a word that no excerpt cuts
#: A word and its stem have the same beginning, except for at most so many last letters of the stem.
CHANGED_BY_STEMMING = 2


@dataclass(frozen=True)
class Excerpt:
    """An excerpt of a field that is not on the card, with the label of the field."""

    label: str
    text: SafeString


@dataclass(frozen=True)
class Span:
    """The position of a match in a text, and the group of phrases that it belongs to."""

    start: int
    end: int
    term: int


@dataclass(frozen=True)
class TextWords:
    """The words of a text, folded, and where each begins and ends in the text."""

    folded: tuple[str, ...]
    starts: array
    ends: array


#: Phrases by their first word: the group of each, and its words.
PhrasesByFirst = dict[str, list[tuple[int, tuple[str, ...]]]]


@dataclass(frozen=True)
class SearchTerms:
    """The groups of phrases of a query in the form in which texts are searched.

    `stems` has the phrases that are compared by stems, `exact` those that are compared as they are,
    `beginnings` the group, the words before the last, and the beginning of the last.
    """

    count: int
    stems: PhrasesByFirst = field(default_factory=lambda: defaultdict(list))
    exact: PhrasesByFirst = field(default_factory=lambda: defaultdict(list))
    beginnings: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)

    @cached_property
    def last_beginnings(self) -> tuple[str, ...]:
        """Return every beginning of a last word."""
        return tuple({beginning for _term, _before, beginning in self.beginnings})

    @cached_property
    def stem_beginnings(self) -> tuple[str, ...]:
        """Return how words begin that may have one of the stems; only these are stemmed."""
        return tuple({stem[: max(1, len(stem) - CHANGED_BY_STEMMING)] for stem in self.stems})

    @cached_property
    def first_letters(self) -> list[str]:
        """Return what a folded text contains, after a blank, if it has a match."""
        begun = ((*before, last)[0] for _term, before, last in self.beginnings)
        return [f" {each}" for each in {*self.stem_beginnings, *self.exact, *begun}]


def compile_terms(groups: Sequence[PhraseGroup]) -> SearchTerms:
    """Return the groups of phrases of a query in the form in which texts are searched."""
    sought = SearchTerms(len(groups))
    for term, phrase in ((term, phrase) for term, group in enumerate(groups) for phrase in group):
        words = phrase.words
        if phrase.is_beginning:
            sought.beginnings.append((term, words[:-1], words[-1]))
        elif phrase.is_exact:
            sought.exact[words[0]].append((term, words))
        else:
            stems = tuple(map(stem_word, words))
            sought.stems[stems[0]].append((term, stems))
    return sought


def read_words(text: str) -> TextWords:
    """Return the words of a text, which are those of `fold_for_search`, and where they stand."""
    if text.isascii():
        found = [*ASCII_WORD.finditer(text.lower())]
        starts, ends = range(len(text)), range(1, len(text) + 1)
    else:
        letters = [(form_of_letter(each[0]), *each.span()) for each in LETTER.finditer(text)]
        starts = [start for form, start, _end in letters for _each in form]
        ends = [end for form, _start, end in letters for _each in form]
        found = [*SEARCHED_WORD.finditer("".join(form for form, _start, _end in letters))]
    words = [sys.intern(POSSESSIVE_ENDING.sub("", each[0])) for each in found]
    places = [
        (each.start(), each.start() + len(word) - 1)
        for each, word in zip(found, words, strict=True)
    ]
    return TextWords(
        tuple(words),
        array("I", (starts[first] for first, _last in places)),
        array("I", (ends[last] for _first, last in places)),
    )


#: The same for texts of cards, of which the words are kept.
read_card_words = lru_cache(maxsize=KEPT_TEXTS)(read_words)


@lru_cache(maxsize=10_000)
def form_of_letter(letter: str) -> str:
    """Return what search has of a letter and its marks."""
    return compose_text(letter).translate(SEARCHED)


class Hit(NamedTuple):
    """A phrase in a text: its place among the words, how many words it has, and its group."""

    place: int
    length: int
    term: int


def find_hits(words: TextWords, sought: SearchTerms) -> list[Hit]:
    """Return every phrase of a query in a text; they may overlap."""
    return [
        *match_stems(words.folded, sought),
        *match_exactly(words.folded, sought),
        *match_beginnings(words.folded, sought),
    ]


def match_stems(words: tuple[str, ...], sought: SearchTerms) -> Iterator[Hit]:
    """Yield the phrases whose stems are those of words."""
    for place, word in enumerate(words):
        if word.startswith(sought.stem_beginnings):
            for term, phrase in sought.stems.get(stem_word(word), ()):
                if tuple(map(stem_word, words[place : place + len(phrase)])) == phrase:
                    yield Hit(place, len(phrase), term)


def match_exactly(words: tuple[str, ...], sought: SearchTerms) -> Iterator[Hit]:
    """Yield the phrases that are among words as they are."""
    for place, word in enumerate(words) if sought.exact else ():
        for term, phrase in sought.exact.get(word, ()):
            if words[place : place + len(phrase)] == phrase:
                yield Hit(place, len(phrase), term)


def match_beginnings(words: tuple[str, ...], sought: SearchTerms) -> Iterator[Hit]:
    """Yield the phrases whose last word begins a word."""
    for last, word in enumerate(words) if sought.beginnings else ():
        if word.startswith(sought.last_beginnings):
            for term, before, beginning in sought.beginnings:
                place = last - len(before)
                if place >= 0 and word.startswith(beginning) and words[place:last] == before:
                    yield Hit(place, len(before) + 1, term)


def choose_spans(words: TextWords, hits: list[Hit]) -> list[Span]:
    """Return the positions of hits in ascending order, the longest of those that overlap."""
    found, free = [], 0
    for place, length, term in sorted(hits, key=lambda hit: (hit.place, -hit.length, hit.term)):
        if place >= free:
            free = place + length
            found.append(Span(words.starts[place], words.ends[free - 1], term))
    return found


def find_spans(text: str, sought: SearchTerms) -> list[Span]:
    """Return the positions of phrases in a text in ascending order, without overlaps."""
    words = read_card_words(text)
    return choose_spans(words, find_hits(words, sought))


def highlight_spans(text: str, found: list[Span]) -> SafeString:
    """Return a text as HTML with its matches marked."""
    pieces, end = [], 0
    for span in found:
        pieces += [escape(text[end : span.start]), "<mark>"]
        pieces += [escape(text[span.start : span.end]), "</mark>"]
        end = span.end
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 (all of it is escaped)


def make_excerpt(text: str, found: list[Span], first: Span) -> SafeString:
    """Return an excerpt of a text around a span, with all its matches marked."""
    start = word_boundary(text, first.start - EXCERPT_BEFORE, -1)
    end = word_boundary(text, first.end + EXCERPT_AFTER, 1)
    inside = [
        Span(span.start - start, span.end - start, span.term)
        for span in found
        if start <= span.start and span.end <= end
    ]
    piece = highlight_spans(text[start:end].rstrip(), inside)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{piece}{after}")  # noqa: S308 (all of it is escaped)


def word_boundary(text: str, at: int, step: int) -> int:
    """Return the position of a word boundary at or after `at`; `at` if there is no blank."""
    if at <= 0 or at >= len(text):
        return max(0, min(at, len(text)))
    for place in range(at, max(0, min(len(text), at + step * LONGEST_WHOLE_WORD)), step):
        if text[place - 1].isspace():
            return place
    return at


class Highlighter:
    """Marks the words of a search on the cards of some records, given by their keys."""

    def __init__(self, index: SearchIndex, groups: Sequence[PhraseGroup], keys: list[int]):
        self.index, self.sought, self.keys = index, compile_terms(groups), keys

    @cached_property
    def documents(self) -> dict[int, dict[str, str]]:
        """Return the searched texts of the records; they are read when one of them is needed."""
        return read_documents(self.index, self.keys)

    def highlight(self, text: str) -> SafeString:
        """Return a text as HTML with the words of the search marked."""
        return highlight_spans(text, find_spans(text, self.sought))

    def find_missing(self, texts: Iterable[str]) -> set[int]:
        """Return the groups of phrases of which none is in some texts."""
        hits = (find_hits(read_card_words(text), self.sought) for text in texts)
        return set(range(self.sought.count)) - {hit.term for hit in chain.from_iterable(hits)}

    def excerpt(self, key: int, shown: Sequence[str] = ()) -> Excerpt | None:
        """Return an excerpt for a match that is neither in title nor summary, or None.

        `shown` has texts of the card that are looked through before anything is read.
        """
        if shown and not self.find_missing(shown):
            return None
        if (document := self.documents.get(key)) is None:
            return None
        own, _related = self._split_title(document)
        missing = self.find_missing([*shown, *own, document["summary"]])
        return self.find_excerpt(document, missing) if missing else None

    def find_excerpt(self, document: dict[str, str], missing: set[int]) -> Excerpt | None:
        """Return the first line of a document in which a missing group is found."""
        for label, text in self._lines(document):
            folded = f" {fold_for_search(text)}"
            if any(letters in folded for letters in self.sought.first_letters):
                words = read_words(text)
                hits = find_hits(words, self.sought)
                if first := choose_spans(words, [hit for hit in hits if hit.term in missing]):
                    found = choose_spans(words, hits)
                    return Excerpt(str(label), make_excerpt(text, found, first[0]))
        return None

    def snippet(self, key: int) -> Excerpt | None:
        """Return one line for a record: an excerpt with a match, or the beginning of its text."""
        if (document := self.documents.get(key)) is None:
            return None
        summary = document["summary"]
        found = find_spans(summary, self.sought)
        first = found[0] if found else Span(0, 0, 0)
        return self.excerpt(key) or Excerpt("", make_excerpt(summary, found, first))

    def _lines(self, document) -> Iterator[tuple[str, str]]:
        """Return the lines of fields that are not on the card, with the labels of the fields."""
        own, related = self._split_title(document)
        hidden = [(self.index.labels("title")[len(own) :], related)] + [
            (self.index.labels(column), document[column].split(PART_SEPARATOR))
            for column in ("names", "text")
        ]
        for labels, parts in hidden:
            for label, part in zip(labels, parts, strict=False):
                for line in part.split("\n"):
                    yield label, " · ".join(filter(str.strip, line.split(FIELD_SEPARATOR)))

    def _split_title(self, document) -> tuple[list[str], list[str]]:
        """Return the parts of the title that are on the card, and those of related records."""
        parts = document["title"].split(PART_SEPARATOR)
        own = sum(isinstance(part, str) for part in self.index.title)
        return parts[:own], parts[own:]
