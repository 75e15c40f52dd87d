"""The names by which people call places, terms and organizations, and where a text has them.

A noun declares in the registry which fields hold its `names`, and which are `abbreviations` that
are only meant where they are typed in capitals: `us` is a word, `US` is a country.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from django.db.models import Model

from catalogue.changelog.queries import CatalogueVersion
from catalogue.changelog.untouched import last_written, models_on_paths
from catalogue.core.folding import fold_for_search
from catalogue.core.registry import Noun, all_nouns
from catalogue.core.stemming import stem_word
from catalogue.core.versioned_cache import VersionedCache
from catalogue.search.query_parser import STOP_WORDS

name_indexes = VersionedCache(2)
SHORT_NAME = re.compile(r"([^,(]*[^,( ]) ?[,(]")
DIRECTION = re.compile(r"\b(?:(north|south)(east|west)?|(east|west))(?:ern)?\b")
PLURAL = re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))es\Z|(?<=[^ius\W])s\Z")


@dataclass(frozen=True)
class TypedWord:
    """A word of a text: its folded form, where it was typed, and whether it was in capitals.

    A part without blanks, such as `counter-terrorism`, may have several words; each has the place
    of the part.
    """

    folded: str
    start: int
    end: int
    in_capitals: bool


@dataclass(frozen=True)
class NamedValue:
    """Something that has names: its noun, the facet and code by which lists are filtered by it.

    `names` are its names as they are written, without abbreviations; `label` is the first of them.
    `short_names` are names that it shares with others, such as Korea: they are no names of its own.
    """

    noun: str
    facet: str
    code: str
    label: str
    names: tuple[str, ...]
    short_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameFound:
    """A name in a list of words, from `start` to `end`, and what it may mean."""

    start: int
    end: int
    values: tuple[NamedValue, ...]


def fold_directions(words: str) -> str:
    """Return words with directions in one form: `southeastern` and `south east` are the same."""
    return DIRECTION.sub(lambda found: " ".join(filter(None, found.groups())), words)


def list_typed_words(text: str) -> list[TypedWord]:
    """Return the words of a text."""
    words, at = [], 0
    for part in text.split():
        start = text.index(part, at)
        at = start + len(part)
        words += [
            TypedWord(folded, start, at, part.isupper()) for folded in fold_for_search(part).split()
        ]
    return words


def make_singular(word: str) -> str:
    """Return a word without the ending of a plural: `malls` and `mall` are the same name."""
    if len(word) <= 3 or not word.isascii():
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else PLURAL.sub("", word)


def make_name_key(words: Iterable[str]) -> str:
    """Return the form in which folded names are the same."""
    return " ".join(map(make_singular, words))


def find_shared_stems(by_words: Mapping[str, tuple[NamedValue, ...]]) -> frozenset[str]:
    """Return the stems of words that are names of different things, such as train and training."""
    values: dict[str, set[tuple[NamedValue, ...]]] = defaultdict(set)
    for words, named in by_words.items():
        if " " not in words:
            values[stem_word(words)].add(named)
    return frozenset(stem for stem, meant in values.items() if len(meant) > 1)


class NameIndex:
    """All names by their folded words, in the singular; of two with a hyphen also as one."""

    def __init__(self, named: Iterable[tuple[NamedValue, Iterable[str]]]):
        """Take each value with those of its names that are only meant in capitals."""
        by_words, by_capitals = defaultdict(dict), defaultdict(dict)
        for value, abbreviations in named:
            for name in (*value.names, *value.short_names):
                words = fold_for_search(name)
                found = by_capitals if words in STOP_WORDS else by_words
                found[make_name_key(words.split())][value] = None
                if "-" in name and words.count(" ") == 1:
                    found[make_name_key([words.replace(" ", "")])][value] = None
            for name in abbreviations:
                by_capitals[make_name_key(fold_for_search(name).split())][value] = None
        self.by_words = {words: tuple(values) for words, values in by_words.items()}
        self.by_capitals = {words: tuple(values) for words, values in by_capitals.items()}
        self.shared_stems = find_shared_stems(self.by_words)

    def values_named(self, words: Sequence[TypedWord]) -> tuple[NamedValue, ...]:
        """Return what these words together may mean."""
        name = make_name_key(word.folded for word in words)
        found = self.by_words.get(name) or self.by_directions.get(fold_directions(name), ())
        if words and all(word.in_capitals for word in words):
            found += tuple(v for v in self.by_capitals.get(name, ()) if v not in found)
        return found

    @cached_property
    def by_directions(self) -> dict[str, tuple[NamedValue, ...]]:
        """Return what names with a direction mean: `Southeast Asia` is South-eastern Asia.

        They are asked only for what is no name itself: South Africa is not Southern Africa.
        """
        named = self.by_words.items()
        return {
            fold_directions(words): values for words, values in named if DIRECTION.search(words)
        }

    @cached_property
    def most_words(self) -> dict[str, int]:
        """Return the number of words of the longest name that begins with each word."""
        most: dict[str, int] = {}
        for name in chain(self.by_words, self.by_capitals):
            first, *rest = fold_directions(name).split() or [""]
            most[first] = max(most.get(first, 0), 1 + len(rest))
        return most

    def find_in(self, words: Sequence[TypedWord]) -> Iterator[NameFound]:
        """Yield the names in a text from its beginning, the longest where several begin."""
        start = 0
        while start < len(words):
            first = fold_directions(make_singular(words[start].folded)).partition(" ")[0]
            for end in range(min(len(words), start + self.most_words.get(first, 0)), start, -1):
                if values := self.values_named(words[start:end]):
                    yield NameFound(start, end, values)
                    start = end
                    break
            else:
                start += 1


def name_index(version: CatalogueVersion | None) -> NameIndex:
    """Return the names in use at a version of the catalogue, which must be that of the snapshot."""
    return name_indexes.get_or_make(last_written(named_models(), version), "names", read_name_index)


@cache
def named_models() -> frozenset[type[Model]]:
    """Return the models whose tables have the names, which edits of others leave as they are."""
    return frozenset().union(
        *(models_on_paths(noun.model, noun.names) for noun in all_nouns() if noun.names)
    )


def read_name_index() -> NameIndex:
    """Read all names of public records."""
    return NameIndex(found for noun in all_nouns() if noun.names for found in read_noun_names(noun))


def list_short_names(names: Iterable[str]) -> list[str]:
    """Return what stands before a comma or a bracket in names of a place: `Korea, North`."""
    found = (SHORT_NAME.match(name) for name in names)
    return list(dict.fromkeys(match[1] for match in found if match and match[1] not in names))


def read_noun_names(noun: Noun) -> Iterator[tuple[NamedValue, list[str]]]:
    """Yield each record of a noun as a value, with its abbreviations."""
    public = noun.public().order_by("pk")
    own = [path for path in noun.names if "__" not in path]
    others: dict[int, list[str]] = defaultdict(list)
    for path in set(noun.names) - set(own):
        for key, name in public.filter(**{f"{path}__isnull": False}).values_list("pk", path):
            others[key].append(name)
    fields = [noun.key, noun.title, *own, *noun.abbreviations]
    for key, code, label, *rest in public.values_list("pk", *fields):
        written = filter(None, [label, *rest[: len(own)], *sorted(others[key])])
        names = tuple(dict.fromkeys(written))
        short = () if noun.has_pages else tuple(list_short_names(names))
        value = NamedValue(noun.name, noun.facet, code, label, names, short)
        yield value, list(filter(None, rest[len(own) :]))
