"""From what a reader typed to the words, phrases and exclusions that are looked for.

Words stand apart by blanks; all of them must occur. `"soft targets"` is a phrase, `-drones` and
`-"soft targets"` must not occur. The last word, where it stands outside quotes, may also be the
beginning of a longer one. There are no other operators: whatever else is typed is words.

Words that are only left out (`-drones`) keep every record without them. Signs without a letter or
digit (`?!`) find nothing: a list, and still more a file, of everything would not be an answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

MAX_QUERY_CHARACTERS = 512  # characters of a search that are used
MAX_QUERY_WORDS = 32  # of these: a phrase of common words takes the longer the more of them it has
#: A beginning shorter than this fits too many words: `UN` would find whatever is under or until.
MIN_PREFIX_LENGTH = 3

WORD = re.compile(r"[^\W_]+")
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»\uff02", '"'))
TERM = re.compile(
    r"""(?P<left_out>(?<!\S)-(?=["\w]))?   # a hyphen before a word, not within one
        (?:"(?P<phrase>[^"]*)"|"?(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for. A term is a word or a phrase, as it was typed.

    `begins` says that the last term may also be the beginning of a longer word. `typed` says that
    there was anything but blanks.
    """

    terms: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    last_is_prefix: bool = False
    has_text: bool = False

    @property
    def is_unsearchable(self) -> bool:
        """Say whether something was typed and none of it can be looked for."""
        return self.has_text and not self.terms and not self.excluded


def parse_query(typed: str) -> SearchQuery:
    """Return what is looked for; nothing of what is typed is an error."""
    plain = truncate_words(normalize_query(typed))
    terms, excluded, begins = [], [], False
    for match in TERM.finditer(plain):
        text = match["word"] or (match["phrase"] or "").strip()
        if any(map(str.isalnum, text)):
            (excluded if match["left_out"] else terms).append(text)
            begins = not match["left_out"] and match["phrase"] is None and can_be_prefix(text)
    return SearchQuery(distinct_terms(terms), distinct_terms(excluded), begins, bool(plain.strip()))


def normalize_query(typed: str) -> str:
    """Return the part of a search that is used: composed, with blanks for controls."""
    composed = unicodedata.normalize("NFC", typed[:MAX_QUERY_CHARACTERS]).translate(QUOTES)
    return "".join(
        " " if unicodedata.category(character).startswith("C") else character
        for character in composed[:MAX_QUERY_CHARACTERS]
    )


def truncate_words(plain: str) -> str:
    """Return a search up to its last word that is used."""
    beyond = next(islice(WORD.finditer(plain), MAX_QUERY_WORDS, None), None)
    return plain[: beyond.start()] if beyond else plain


def can_be_prefix(word: str) -> bool:
    """Say whether a word may be the beginning of a longer one: codes and numbers stand whole."""
    last = WORD.findall(word)[-1:] or [""]
    long_enough = len(last[0]) >= MIN_PREFIX_LENGTH or not last[0].isascii()
    return long_enough and not any(map(str.isnumeric, word))


def distinct_terms(terms: list[str]) -> tuple[str, ...]:
    """Return each term once, at its last place: the last word stays the last one."""
    last = {term.casefold(): place for place, term in enumerate(terms)}
    return tuple(term for place, term in enumerate(terms) if last[term.casefold()] == place)
