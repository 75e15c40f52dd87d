"""Parse the text of a search into words, phrases and exclusions.

Words are separated by blanks; all of them must occur. `"soft targets"` is a phrase, `-drones` and
`-"soft targets"` must not occur. The last word, if it is not in quotes, may also be a prefix of a
longer one. There are no other operators: everything else is words.

A search with only exclusions (`-drones`) finds every record without them. Punctuation without a
letter or digit (`?!`) finds nothing, rather than everything.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import islice

from catalogue.core.folding import SIGNS, fold_text

MAX_QUERY_CHARACTERS = 512  # characters of a search that are used
MAX_QUERY_WORDS = (
    32  # words that are used: the time of a phrase of common words grows with their number
)
#: A shorter prefix matches too many words: `UN` would find `under` and `until`.
MIN_PREFIX_LENGTH = 3
#: So many words in capitals, one of them longer than an abbreviation, are no abbreviations.
MIN_SHOUTED_WORDS, MAX_ABBREVIATION = 3, 5

#: Words that say nothing, unless they are in quotation marks or in capitals.
STOP_WORDS = frozenset(
    """
    a about after again against all also am among an and another any anybody anyone anything are
    around as at be because been before being best between both but by can could did do does doing
    done each either else ever every everybody everyone everything for from get gets give given
    gives go goes going had has have having he her here hers him his how i if in into is it its
    just let like make makes many may me might more most much must my near need needed needs no nor
    not of off on one only onto or other others our ours out over own per please same shall she
    should show since so some  someone something such take taken tell than that the their
    theirs them then there these they thing things this those through to too toward towards under
    until up upon us use used uses using very via want wants was way ways we were what when where
    whether which while who whom whose why will with within without would you your yours
    """.split()  # noqa: SIM905 (a text can be read)
)
#: The operators of other searches, which people write in capitals. They have no meaning here.
OPERATORS = {"and", "or", "not"}
WORD = re.compile(r"[^\W_]+")
QUOTES = {code: sign for code, sign in SIGNS.items() if sign == '"'}
TERM = re.compile(
    r"""(?P<left_out>(?<!\S)-(?=["\w]))?   # a hyphen before a word, not within one
        (?:"(?P<phrase>[^"]*)"|"?(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class TypedTerm:
    """A part of a search between blanks or in quotation marks, and its place."""

    text: str
    is_quoted: bool = False
    is_stop_word: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class SearchQuery:
    """A parsed search. A term is a word or a phrase, as it was typed.

    `terms` are those that must occur, each once; `typed` has all of them in their order, with the
    words that say nothing, and their places in `text`. `last_is_prefix` says that the last term may
    also be the beginning of a longer word, `has_text` that there was anything but blanks.
    """

    terms: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    last_is_prefix: bool = False
    has_text: bool = False
    typed: tuple[TypedTerm, ...] = ()
    text: str = ""

    @property
    def is_unsearchable(self) -> bool:
        """Return True if text was typed, but nothing that can be searched for."""
        return self.has_text and not self.terms and not self.excluded


def parse_query(typed: str) -> SearchQuery:
    """Parse a search; no text is an error."""
    plain = lower_shouted_text(truncate_words(normalize_query(typed)))
    terms, excluded = [], []
    for match in TERM.finditer(plain):
        text = match["word"] or (match["phrase"] or "").strip()
        if any(map(str.isalnum, text)):
            is_quoted = match["phrase"] is not None
            term = TypedTerm(text, is_quoted, is_stop_word(text), *match.span())
            (excluded if match["left_out"] else terms).append(term)
    if all(term.is_stop_word and not term.is_quoted for term in terms):
        terms = [replace(term, is_stop_word=False) for term in terms]  # nothing else was typed
    wanted = [term for term in terms if term.is_quoted or not term.is_stop_word]
    last = wanted[-1] if wanted and plain.rstrip().endswith(wanted[-1].text) else None
    return SearchQuery(
        distinct_terms([term.text for term in wanted]),
        distinct_terms([term.text for term in excluded]),
        last is not None and not last.is_quoted and can_be_prefix(last.text),
        bool(plain.strip()),
        tuple(terms),
        plain if plain.strip() else "",
    )


def is_stop_word(text: str) -> bool:
    """Return True for a word that says nothing; in capitals it is a name (WHO, IT, US)."""
    word = fold_text(text)
    return word in OPERATORS or (word in STOP_WORDS and not is_short_in_capitals(text))


def is_short_in_capitals(text: str) -> bool:
    """Return True for an abbreviation of two or three capitals, which is asked as a whole word."""
    letters = "".join(filter(str.isalnum, text))
    return 2 <= len(letters) <= 3 and letters.isalpha() and letters.isupper() and letters.isascii()


def normalize_query(typed: str) -> str:
    """Return the used part of a search in Unicode NFC, with blanks for control characters."""
    composed = unicodedata.normalize("NFC", typed[:MAX_QUERY_CHARACTERS]).translate(QUOTES)
    return "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in composed[:MAX_QUERY_CHARACTERS]
    )


def lower_shouted_text(plain: str) -> str:
    """Return a search in small letters if it has only capitals, and not only abbreviations."""
    words = plain.split()
    is_long = len(words) >= MIN_SHOUTED_WORDS and len(max(words, key=len)) > MAX_ABBREVIATION
    return plain.lower() if is_long and plain.isupper() else plain


def truncate_words(plain: str) -> str:
    """Return a search up to the last used word."""
    beyond = next(islice(WORD.finditer(plain), MAX_QUERY_WORDS, None), None)
    return plain[: beyond.start()] if beyond else plain


def can_be_prefix(word: str) -> bool:
    """Return True if a word may be a prefix; codes and numbers are matched as whole words."""
    last = WORD.findall(word)[-1:] or [""]
    long_enough = len(last[0]) >= MIN_PREFIX_LENGTH or not last[0].isascii()
    return long_enough and not any(map(str.isnumeric, word)) and not is_short_in_capitals(word)


def distinct_terms(terms: list[str]) -> tuple[str, ...]:
    """Return each term once, at its last position, so that the last word stays last."""
    last = {term.casefold(): place for place, term in enumerate(terms)}
    return tuple(term for place, term in enumerate(terms) if last[term.casefold()] == place)
