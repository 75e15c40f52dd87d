"""Did you mean: suggest the nearest words of the catalogue for an unknown word.

The words are those of titles and names of public records. A word is only unknown if no record of
any noun has it, in any spelling, and it is no part of a name of a place, term or organization. A
suggestion is searched for before it is shown, so that it always finds something.
"""

import re
import threading
from collections.abc import Iterator
from itertools import chain, starmap

from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.changelog.queries import CatalogueVersion
from catalogue.changelog.untouched import last_written, models_on_paths
from catalogue.core.folding import fold_for_search
from catalogue.core.models import public_only
from catalogue.core.stemming import stem_word
from catalogue.core.versioned_cache import VersionedCache
from catalogue.db import transactions
from catalogue.search.names import NameIndex, make_singular, name_index
from catalogue.search.queries import matching_keys
from catalogue.search.query_parser import SearchQuery, can_be_prefix
from catalogue.search.recognition import recognise
from catalogue.search.search_index import RelatedText, SearchIndex, search_indexes

MAX_CORRECTED_TERMS = 8  # longer searches get no suggestion
MAX_SUGGESTIONS = 5  # suggested words
MAX_COMPARED_WORDS = 20  # candidates, of which several may have the same stem
#: The largest edit distance by length of a word: one for four letters, two for six, three for ten.
LETTERS_PER_ERROR = 3.3
#: Letters and digits, with their accents.
SPELLED_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
vocabularies = VersionedCache(8)  # of four nouns, for two versions
_reading = threading.Lock()


def suggest_spellings(
    index: SearchIndex, query: SearchQuery, version: CatalogueVersion | None
) -> Iterator[str]:
    """Return searches in which unknown words are replaced by known ones, the nearest first.

    Return none if every word is known, or if there are too many words. What is named stays: no
    State becomes another one.
    """
    if len(query.terms) > MAX_CORRECTED_TERMS:
        return
    named, names = list_named_words(query, version), name_index(version)
    unknown = [
        term
        for term in query.terms
        if not named.issuperset(fold_for_search(term).split())
        and is_unknown(query, term, version)
        and not is_part_of_name(term, names)
    ]
    if not unknown:
        return
    known = get_vocabulary(index, version)
    nearest = {term: nearest_words(term, known) for term in unknown}
    if not all(nearest.values()):
        return
    best = {term: words[0] for term, words in nearest.items()}
    yield replace_terms(query, best)
    for word in nearest[unknown[0]][1:]:
        yield replace_terms(query, best | {unknown[0]: word})


def list_named_words(query: SearchQuery, version: CatalogueVersion | None) -> set[str]:
    """Return the words of a search that are part of a name or a code of something."""
    found = recognise(query.text, version)
    parts = (found.text[part.start : part.end] for part in found.parts)
    return set(fold_for_search(" ".join(parts)).split())


def is_part_of_name(term: str, names: NameIndex) -> bool:
    """Return True if all words of a term are in names: no part of one becomes another one."""
    return all(
        any(word in name and word in name.split() for name in names.by_words)
        for word in map(make_singular, fold_for_search(term).split())
    )


def is_unknown(query: SearchQuery, term: str, version: CatalogueVersion | None) -> bool:
    """Return True if no public record of any noun contains a term."""
    alone = SearchQuery(
        (term,), last_is_prefix=query.last_is_prefix and term == query.terms[-1], has_text=True
    )
    return not any(matching_keys(each, alone, version) for each in search_indexes().values())


def nearest_words(term: str, words: dict[str, str]) -> list[str]:
    """Return the words nearest to a term; equally near ones with the same beginning first."""
    typed = fold_joined(term)
    if not can_be_prefix(term):
        return []
    errors = int(len(typed) / LETTERS_PER_ERROR)
    found = process.extract(
        typed, words.keys(), scorer=OSA.distance, score_cutoff=errors, limit=MAX_COMPARED_WORDS
    )
    possible = (hit for hit in found if is_slip(typed, hit[0], words[hit[0]]))
    ordered = sorted(possible, key=lambda hit: (hit[1], hit[0][:1] != typed[:1], hit[0]))
    first_of_stem = {stem_word(word): words[word] for word, *_ in reversed(ordered)}
    return list(reversed(first_of_stem.values()))[:MAX_SUGGESTIONS]


def is_slip(typed: str, word: str, spelled: str) -> bool:
    """Return True unless a word is an abbreviation with other letters: ISIS is not ISPS."""
    return not spelled.isupper() or sorted(typed) == sorted(word)


def fold_joined(word: str) -> str:
    """Return a word as search compares it; its parts are joined."""
    return fold_for_search(word).replace(" ", "")


def replace_terms(query: SearchQuery, words: dict[str, str]) -> str:
    """Return the text of a query in which some terms are replaced."""
    terms = [quote_phrase(words.get(term, term)) for term in query.terms]
    return " ".join([*(f"-{quote_phrase(term)}" for term in query.excluded), *terms])


def quote_phrase(term: str) -> str:
    """Return a phrase in quotes, a word unchanged."""
    return f'"{term}"' if re.search(r"\s", term) else term


def get_vocabulary(index: SearchIndex, version: CatalogueVersion | None) -> dict[str, str]:
    """Return the words of titles and names by their folded form.

    Only one thread at a time reads them.
    """
    with transactions.acquire_lock(_reading):
        models = set().union(*starmap(models_on_paths, vocabulary_fields(index)))
        return vocabularies.get_or_make(
            last_written(models, version),
            index.name,
            lambda: read_vocabulary(index),
        )


def read_vocabulary(index: SearchIndex) -> dict[str, str]:
    """Read the words of titles and names; prefer the lower-case form if it occurs."""
    with transactions.pause_deadline():
        texts = {
            text
            for model, fields in vocabulary_fields(index)
            for text in read_public_texts(model, fields)
        }
    rough = set(" ".join(texts).split())
    words = {word[0] for each in rough for word in SPELLED_WORD.finditer(each)}
    return {fold_joined(word): word for word in sorted(words) if can_be_prefix(word)}


def vocabulary_fields(index: SearchIndex) -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """Return the models and fields of titles and names."""
    parts = (*index.title, *index.names)
    yield index.model, tuple(part for part in parts if isinstance(part, str))
    for part in parts:
        if isinstance(part, RelatedText):
            yield get_fields_from_path(index.model, part.path)[-1].related_model, part.fields


def read_public_texts(model: type[Model], fields: tuple[str, ...]) -> Iterator[str]:
    """Return the texts in some fields of public records; a day is none."""
    rows = public_only(model._default_manager.order_by()).values_list(*fields).iterator()
    return (value for value in chain.from_iterable(rows) if value and isinstance(value, str))
