"""What a query asks of the database: groups of phrases, of which a record must have one each.

Beside what was typed, a group has other forms of the words (`catalogue.core.variants`) and the
other names of what they name: who types `mall` also finds shopping centres and retail. A code, and
the name of a place or an organization, is one group, whatever words it has: `United States` does
not find the united nations of many states.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.core.folding import fold_for_search, fold_text
from catalogue.core.registry import all_nouns
from catalogue.core.stemming import stem_word
from catalogue.core.variants import list_variants
from catalogue.db.search.phrases import Phrase, PhraseGroup
from catalogue.search.names import NamedValue, NameIndex, make_singular
from catalogue.search.query_parser import (
    STOP_WORDS,
    SearchQuery,
    TypedTerm,
    is_short_in_capitals,
)
from catalogue.search.recognition import RecognisedPart

MAX_PHRASES = 40  # alternatives of a group


@dataclass(frozen=True)
class SearchPlan:
    """The groups of phrases of a query, with the words that each stands for, and excluded ones."""

    terms: tuple[str, ...]
    groups: tuple[PhraseGroup, ...]
    excluded: tuple[PhraseGroup, ...]


def make_plan(query: SearchQuery, parts: Sequence[RecognisedPart], names: NameIndex) -> SearchPlan:
    """Return what a query asks for; `parts` are what is recognised in its text.

    A term without a word asks for nothing.
    """
    typed = query.typed or tuple(TypedTerm(term) for term in query.terms)
    whole = [part for part in parts if is_one_group(part)]
    groups: dict[str, list[Phrase]] = {}
    for term in typed:
        if part := find_part(term, whole):
            text = query.text[part.start : part.end]
            groups[text] = [*list_own_phrases(text, part.values, names)]
        elif term.text in query.terms:
            groups[term.text] = make_phrases(term.text, names, is_quoted=term.is_quoted)
    if query.last_is_prefix and query.terms[-1] in groups:
        add_beginnings(groups[query.terms[-1]])
    others = [part for part in parts if part not in whole]
    for texts, phrases in list_alternatives(typed, others, names):
        for text in texts:
            if text in groups:
                own = set(groups[text])
                groups[text] += [p for p in phrases if replace(p, is_other_name=False) not in own]
    bounded = {text: tuple(dict.fromkeys(group))[:MAX_PHRASES] for text, group in groups.items()}
    excluded = (tuple(make_phrases(term, names, is_quoted=True)) for term in query.excluded)
    return SearchPlan(
        tuple(text for text in bounded if bounded[text]),
        tuple(filter(None, bounded.values())),
        tuple(filter(None, excluded)),
    )


def is_one_group(part: RecognisedPart) -> bool:
    """Return True for a code, or a name that is nothing but the name of places or organizations."""
    nouns = {noun.name: noun for noun in all_nouns()}
    found = [nouns.get(value.noun) for value in part.values]
    return all(noun and (noun.code_form or noun.has_proper_names) for noun in found)


def find_part(term: TypedTerm, parts: Iterable[RecognisedPart]) -> RecognisedPart | None:
    """Return the part that a term is in."""
    inside = (part for part in parts if part.start <= term.start and term.end <= part.end)
    return None if term.is_quoted else next(inside, None)


def list_own_phrases(text: str, values: Sequence[NamedValue], names: NameIndex) -> Iterator[Phrase]:
    """Yield what a code or a proper name is called: its code, or all its names."""
    if not any(value.names for value in values):
        yield from (Phrase(tuple(fold_for_search(value.code).split())) for value in values)
        return
    if fold_text(text) not in STOP_WORDS:
        words = tuple(fold_for_search(text).split())
        yield Phrase(words, is_exact=is_short_in_capitals(text))
    yield from list_name_phrases(values, names)


def list_name_phrases(values: Sequence[NamedValue], names: NameIndex) -> Iterator[Phrase]:
    """Yield the names of values as phrases; short ones in capitals are whole words.

    A name that is also a word which says nothing is left out: in a text it is rarely the name.
    """
    for value in values:
        for name in value.names:
            words = tuple(fold_for_search(name).split())
            if len(words) == 1 and has_misleading_stem(words[0], names):
                yield from list_numbers(words[0])
            elif words and " ".join(words) not in STOP_WORDS:
                yield Phrase(words, is_exact=is_short_in_capitals(name))


def make_phrases(term: str, names: NameIndex, *, is_quoted: bool) -> list[Phrase]:
    """Return a term as a phrase, and its other forms. Short words in capitals have none."""
    words = tuple(fold_for_search(term).split())
    if not words:
        return []
    if is_short_in_capitals(term):
        return [Phrase(words, is_exact=True)]
    if len(words) == 1 and has_misleading_stem(words[0], names):
        return list_numbers(words[0])
    variants = [] if is_quoted and len(words) == 1 else list_variants(words)
    return [Phrase(words), *map(Phrase, variants)]


def has_misleading_stem(word: str, names: NameIndex) -> bool:
    """Return True for a word that is not asked as a stem.

    Its stem is that of the name of something else (a train is no training), or a single letter, as
    that of IEDs is.
    """
    stem = stem_word(word)
    return stem in names.shared_stems or len(stem) == 1 < len(word)


def list_numbers(word: str) -> list[Phrase]:
    """Return a word and its singular or plural, as whole words."""
    single = make_singular(word)
    return [Phrase((each,), is_exact=True) for each in dict.fromkeys([word, single, f"{single}s"])]


def add_beginnings(phrases: list[Phrase]) -> None:
    """Let the last word of each form be the beginning of a longer one."""
    phrases += [replace(each, is_beginning=True) for each in phrases if not each.is_exact]


def list_alternatives(
    typed: Sequence[TypedTerm], parts: Iterable[RecognisedPart], names: NameIndex
) -> Iterator[tuple[list[str], list[Phrase]]]:
    """Yield terms with what may stand in the place of all of them together."""
    for one, two in pairwise(typed):
        if phrase := join_terms(one, two):
            yield [one.text, two.text], [phrase]
    for part in parts:
        covered = [term.text for term in typed if find_part(term, [part])]
        others = list_name_phrases(part.values, names)
        yield covered, [replace(each, is_other_name=True) for each in others]


def join_terms(one: TypedTerm, two: TypedTerm) -> Phrase | None:
    """Return two words as the one that they are when written together."""
    pair = (one, two)
    if any(t.is_quoted or t.is_stop_word or is_short_in_capitals(t.text) for t in pair):
        return None
    words = [fold_for_search(term.text).split() for term in pair]
    return Phrase((words[0][0] + words[1][0],)) if all(len(each) == 1 for each in words) else None
