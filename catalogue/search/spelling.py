"""Did you mean: the words of the catalogue that are nearest to one that nothing holds.

The words are those of titles and names of public records. What was suggested is looked up before it
is shown, so that no word is suggested that finds nothing.
"""

import re
import threading
from collections.abc import Iterator
from itertools import chain

from django.db.models import Model
from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.changelog.queries import Version
from catalogue.core import deadlines
from catalogue.core.models import Publishable, Status
from catalogue.search.highlight import WORD, fold, stem
from catalogue.search.index import Linked, Searched
from catalogue.search.queries import answers, matching
from catalogue.search.query_parser import Query, can_begin

MOST_TERMS = 8  # a longer search has other troubles than a mistyped word
CANDIDATES = 5  # nearest words that are given
LOOKED_AT = 20  # nearest words, of which several may have one stem
#: Letters that a word of a length may be away from another: one of four, two of six, three of ten.
LETTERS_FOR_AN_ERROR = 3.3
_reading = threading.Lock()


def suggestions(searched: Searched, query: Query, version: Version | None = None) -> Iterator[str]:
    """Return searches, as they are typed, with known words for unknown ones, the nearest first.

    None where every word is known by itself, or so many are given that it would take long.
    """
    if len(query.terms) > MOST_TERMS:
        return
    unknown = [term for term in query.terms if is_unknown(searched, query, term, version)]
    if not unknown:
        return
    known = vocabulary(searched, version)
    nearest = {term: nearest_to(term, known) for term in unknown}
    if not all(nearest.values()):
        return
    best = {term: words[0] for term, words in nearest.items()}
    yield replaced(query, best)
    for word in nearest[unknown[0]][1:]:
        yield replaced(query, best | {unknown[0]: word})


def is_unknown(searched: Searched, query: Query, term: str, version: Version | None) -> bool:
    """Say whether no public record holds a term, whatever else is asked for."""
    alone = Query((term,), begins=query.begins and term == query.terms[-1], typed=True)
    return not matching(searched, alone, version)


def nearest_to(term: str, words: dict[str, str]) -> list[str]:
    """Return the words nearest to a term; of equally near ones, those that begin alike first."""
    typed = fold(term)
    if not can_begin(term):
        return []
    errors = int(len(typed) / LETTERS_FOR_AN_ERROR)
    found = process.extract(
        typed, words.keys(), scorer=OSA.distance, score_cutoff=errors, limit=LOOKED_AT
    )
    ordered = sorted(found, key=lambda hit: (hit[1], hit[0][:1] != typed[:1], hit[0]))
    first_of_stem = {stem(word): words[word] for word, *_ in reversed(ordered)}
    return list(reversed(first_of_stem.values()))[:CANDIDATES]


def replaced(query: Query, words: dict[str, str]) -> str:
    """Return how a query is typed with other words in the place of some."""
    terms = [quoted(words.get(term, term)) for term in query.terms]
    return " ".join([*(f"-{quoted(term)}" for term in query.excluded), *terms])


def quoted(term: str) -> str:
    """Return a phrase in quotes, and a word as it is."""
    return f'"{term}"' if re.search(r"\s", term) else term


def vocabulary(searched: Searched, version: Version | None) -> dict[str, str]:
    """Return the words of titles and names, as they are written, by their folded form.

    One thread reads them, for all; the others would only read the same.
    """
    with deadlines.turn(_reading):
        return answers.get((searched.name, "vocabulary"), lambda: read(searched), version)


def read(searched: Searched) -> dict[str, str]:
    """Read the words of titles and names; where one is also written small, it is kept so."""
    with deadlines.unhurried():
        texts = {text for model, fields in named(searched) for text in public_texts(model, fields)}
    rough = set(" ".join(texts).split())
    words = {word[0] for each in rough for word in WORD.finditer(each)}
    return {fold(word): word for word in sorted(words) if can_begin(word)}


def named(searched: Searched) -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """Return the models and fields in which titles and names stand."""
    own = [part for part in (*searched.title, *searched.names) if isinstance(part, str)]
    yield searched.model, tuple(own)
    for part in searched.names:
        if isinstance(part, Linked):
            yield model_at(searched.model, part.path), part.fields


def public_texts(model: type[Model], fields: tuple[str, ...]) -> Iterator[str]:
    """Return what stands in some fields of public records."""
    records = model._default_manager.order_by()
    if issubclass(model, Publishable):
        records = records.filter(status=Status.PUBLISHED)
    return chain.from_iterable(filter(None, row) for row in records.values_list(*fields).iterator())


def model_at(model: type[Model], path: str) -> type[Model]:
    """Return the model to which a path of relations leads."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model
