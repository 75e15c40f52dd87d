"""What a query asks of the database: groups of phrases, of which a record must have one each.

Beside what was typed, a group has other forms of the words (`catalogue.core.variants`) and the
other names of what they name: who types `mall` also finds shopping centres and retail.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.core.folding import fold_for_search, fold_text
from catalogue.core.variants import list_variants
from catalogue.db.search.phrases import Phrase, PhraseGroup
from catalogue.search.names import NameIndex, list_typed_words
from catalogue.search.query_parser import (
    STOP_WORDS,
    SearchQuery,
    TypedTerm,
    is_short_in_capitals,
)

MAX_PHRASES = 40  # alternatives of a group


@dataclass(frozen=True)
class SearchPlan:
    """The groups of phrases of a query, one for each of `terms`, and those of excluded terms."""

    terms: tuple[str, ...]
    groups: tuple[PhraseGroup, ...]
    excluded: tuple[PhraseGroup, ...]


def make_plan(query: SearchQuery, names: NameIndex) -> SearchPlan:
    """Return what a query asks for; a term without a word asks for nothing."""
    found = {term: make_phrases(term, is_quoted=term in query.phrases) for term in query.terms}
    if query.last_is_prefix:
        add_beginnings(found[query.terms[-1]])
    alternatives: dict[str, list[Phrase]] = defaultdict(list)
    for terms, phrases in list_alternatives(query.typed or as_typed(query.terms), names):
        for term in terms:
            alternatives[term] += phrases
    groups = {term: combine(term, found[term], alternatives[term]) for term in query.terms}
    groups = {term: group for term, group in groups.items() if group}
    excluded = (tuple(make_phrases(term, is_quoted=True)) for term in query.excluded)
    return SearchPlan(tuple(groups), tuple(groups.values()), tuple(filter(None, excluded)))


def combine(term: str, phrases: list[Phrase], alternatives: list[Phrase]) -> PhraseGroup:
    """Return the group of a term; of a name such as US, which is also a word, only other names."""
    own = [] if alternatives and fold_text(term) in STOP_WORDS else phrases
    return tuple(dict.fromkeys([*own, *alternatives]))[:MAX_PHRASES]


def as_typed(terms: Iterable[str]) -> tuple[TypedTerm, ...]:
    """Return terms as if they had been typed without quotation marks."""
    return tuple(TypedTerm(term) for term in terms)


def make_phrases(term: str, *, is_quoted: bool) -> list[Phrase]:
    """Return a term as a phrase, and its other forms. Short words in capitals have none."""
    words = tuple(fold_for_search(term).split())
    if not words:
        return []
    if is_short_in_capitals(term):
        return [Phrase(words, is_exact=True)]
    variants = [] if is_quoted and len(words) == 1 else list_variants(words)
    return [Phrase(words), *map(Phrase, variants)]


def add_beginnings(phrases: list[Phrase]) -> None:
    """Let the last word of each form be the beginning of a longer one."""
    phrases += [Phrase(each.words, is_beginning=True) for each in phrases if not each.is_exact]


def list_alternatives(
    typed: Sequence[TypedTerm], names: NameIndex
) -> Iterable[tuple[list[str], list[Phrase]]]:
    """Yield terms with what may stand in the place of all of them together."""
    for run in split_at_quotes(typed):
        yield from list_joined_words(run)
        words, terms = [], []
        for term in run:
            new = list_typed_words(term.text)
            words += new
            terms += [term.text] * len(new)
        for found in names.find_in(words):
            covered = list(dict.fromkeys(terms[found.start : found.end]))
            yield covered, list(map_names(found.values))


def split_at_quotes(typed: Sequence[TypedTerm]) -> list[list[TypedTerm]]:
    """Return the runs of terms that were typed without quotation marks."""
    runs: list[list[TypedTerm]] = [[]]
    for term in typed:
        if term.is_quoted:
            runs.append([])
        else:
            runs[-1].append(term)
    return runs


def list_joined_words(run: list[TypedTerm]) -> Iterable[tuple[list[str], list[Phrase]]]:
    """Yield two terms of one word each with the one that they are when written together."""
    folded = [tuple(fold_for_search(term.text).split()) for term in run]
    for one, two, first, second in zip(run, run[1:], folded, folded[1:], strict=False):
        if len(first) == len(second) == 1 and not (one.is_stop_word or two.is_stop_word):
            yield [one.text, two.text], [Phrase((first[0] + second[0],))]


def map_names(values) -> Iterable[Phrase]:
    """Yield the names of values as phrases; short ones in capitals are whole words.

    A name that is also a word which says nothing is left out: in a text it is rarely the name.
    """
    for value in values:
        for name in value.names:
            words = tuple(fold_for_search(name).split())
            if words and " ".join(words) not in STOP_WORDS:
                yield Phrase(words, is_exact=is_short_in_capitals(name))
