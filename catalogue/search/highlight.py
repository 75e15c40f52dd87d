"""Mark the words of a search in the texts of a card, and quote them from other fields.

Texts are compared word by word as the databases do: without accents, by their stems. The result
is HTML in which the text is escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalogue.core.folding import fold_text
from catalogue.core.stemming import stem_word
from catalogue.db.search.documents import FIELD_SEPARATOR, PART_SEPARATOR
from catalogue.search.query_parser import SearchQuery
from catalogue.search.search_index import SearchIndex

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")  # letters, digits, and their accents
EXCERPT_BEFORE, EXCERPT_AFTER = 90, 170  # characters of an excerpt around a match
LONGEST_WHOLE_WORD = 40  # characters of a word that no excerpt cuts


@dataclass(frozen=True)
class Excerpt:
    """An excerpt of a field that is not on the card, with the label of the field."""

    label: str
    text: SafeString


@dataclass(frozen=True)
class Span:
    """The position of a match in a text."""

    start: int
    end: int
    term: int


@dataclass(frozen=True)
class SearchTerms:
    """The terms of a query as lists of stems, grouped by their first stem.

    `beginning` is the last term if its last word may be a prefix: the words before it, and the
    prefix.
    """

    count: int
    by_first: dict[str, list[tuple[int, tuple[str, ...]]]]
    beginning: tuple[tuple[str, ...], str] | None


def compile_terms(query: SearchQuery) -> SearchTerms:
    """Return the terms of a query in the form in which texts are searched."""
    by_first, beginning, words = {}, None, ()
    for place, term in enumerate(query.terms):
        words = tuple(fold_text(word[0]) for word in WORD.finditer(term))
        if words:
            stems = tuple(map(stem_word, words))
            by_first.setdefault(stems[0], []).append((place, stems))
    if query.last_is_prefix and words:
        beginning = tuple(map(stem_word, words[:-1])), words[-1]
    return SearchTerms(len(query.terms), by_first, beginning)


def find_spans(text: str, sought: SearchTerms) -> list[Span]:
    """Return the positions of terms in a text in ascending order, without overlaps."""
    words = list(WORD.finditer(text))
    folded = [fold_text(word[0]) for word in words]
    stems = [stem_word(word) for word in folded]
    found, free = [], 0
    for place in range(len(words)):
        if place >= free and (hit := longest_match(place, folded, stems, sought)):
            term, length = hit
            free = place + length
            found.append(Span(words[place].start(), words[free - 1].end(), term))
    return found


def longest_match(place: int, folded: list[str], stems: list[str], sought: SearchTerms):
    """Return the longest term that begins at a word, and its number of words, or None."""
    hits = [
        (term, len(words))
        for term, words in sought.by_first.get(stems[place], ())
        if tuple(stems[place : place + len(words)]) == words
    ]
    if sought.beginning:
        before, start = sought.beginning
        last = place + len(before)
        if (
            last < len(folded)
            and folded[last].startswith(start)
            and tuple(stems[place:last]) == before
        ):
            hits.append((sought.count - 1, len(before) + 1))
    return max(hits, key=lambda hit: hit[1], default=None)


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
    """Marks the words of a search on the cards of some records; `documents` are by key."""

    def __init__(
        self, index: SearchIndex, query: SearchQuery, documents: dict[int, dict[str, str]]
    ):
        self.index, self.sought, self.documents = index, compile_terms(query), documents

    def highlight(self, text: str) -> SafeString:
        """Return a text as HTML with the words of the search marked."""
        return highlight_spans(text, find_spans(text, self.sought))

    def excerpt(self, key: int) -> Excerpt | None:
        """Return an excerpt for a match that is neither in title nor summary, or None."""
        document = self.documents.get(key)
        if document is None:
            return None
        shown = f"{document['title']} {PART_SEPARATOR} {document['summary']}"
        missing = set(range(self.sought.count)) - {s.term for s in find_spans(shown, self.sought)}
        if not missing:
            return None
        for label, text in self._lines(document):
            found = find_spans(text, self.sought)
            if first := next((span for span in found if span.term in missing), None):
                return Excerpt(str(label), make_excerpt(text, found, first))
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
        for column in ("names", "text"):
            parts = document[column].split(PART_SEPARATOR)
            for label, part in zip(self.index.labels(column), parts, strict=False):
                for line in part.split("\n"):
                    yield label, " · ".join(filter(str.strip, line.split(FIELD_SEPARATOR)))
