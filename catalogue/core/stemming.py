"""Stems of English words, by which the forms of a word are the same to search.

The databases have the same stemmer, Porter's: see `catalogue.db.search`.
"""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

LATE_PORTER_ENDINGS = re.compile("([a-z]*[aeiouy][b-df-hj-np-tv-z][a-z]*(?:log|bl))(?:y|ies)")
MIN_STEMMED_LETTERS = 3
#: It is not thread-safe: concurrent threads would get wrong stems or an IndexError.
stemmer, stemmer_lock = snowballstemmer.stemmer("porter"), Lock()


@lru_cache(maxsize=50_000)
def stem_word(word: str) -> str:
    """Return the stem of a folded word, as both databases compute it.

    Words of one or two letters have no other.
    Two endings that Porter added later are missing in the library: `technology` has the stem
    `technolog` and `assembly` has `assemble`, if there is a syllable before the ending.
    """
    if len(word) < MIN_STEMMED_LETTERS:
        return word
    if ending := LATE_PORTER_ENDINGS.fullmatch(word):
        word = ending[1] + ("e" if ending[1].endswith("bl") else "")
    with stemmer_lock:
        return stemmer.stemWord(word)
