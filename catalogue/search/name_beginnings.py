"""Names of which beginnings of words were typed: `rep of kor` finds the Republic of Korea."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice, takewhile

from catalogue.core.folding import fold_for_search
from catalogue.search.names import NamedValue, NameIndex, make_name_key

MAX_COMPARED_NAMES = 1_000  # of those that begin so


class NameBeginnings:
    """Names from each of their words on, in the order of the alphabet."""

    def __init__(self, names: Iterable[tuple[str, NamedValue]]):
        """Take folded names (`make_name_key`), each with what it names."""
        found = [
            (rest, bool(place), value)
            for name, value in names
            for place, rest in enumerate(list_rests(name))
        ]
        self.entries = sorted(found, key=lambda entry: (entry[0], entry[1], entry[2].label))
        self.rests = [rest for rest, *_ in self.entries]

    def find(self, typed: str) -> list[NamedValue]:
        """Return what has such a name: first where a name, then where the label begins so."""
        beginnings = fold_name_key(typed).split()
        if not beginnings:
            return []
        start = bisect_left(self.rests, beginnings[0])
        following = islice(self.entries, start, start + MAX_COMPARED_NAMES)
        found = takewhile(lambda entry: entry[0].startswith(beginnings[0]), following)
        ranks: dict[NamedValue, tuple] = {}
        for rest, is_inside, value in found:
            if begins_with(rest, beginnings):
                is_label = begins_with(fold_name_key(value.label), beginnings)
                rank = is_inside, not is_label, value.label
                ranks[value] = min(rank, ranks.get(value, rank))
        return sorted(ranks, key=ranks.__getitem__)


def fold_name_key(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return make_name_key(fold_for_search(name).split())


def begins_with(name: str, beginnings: list[str]) -> bool:
    """Return True if the first words of a folded name begin so, one after the other."""
    words = name.split(maxsplit=len(beginnings))
    return len(words) >= len(beginnings) and all(map(str.startswith, words, beginnings))


def list_rests(name: str) -> list[str]:
    """Return a folded name from each of its words on."""
    words = name.split()
    return [" ".join(words[place:]) for place in range(len(words))]


def list_folded_names(index: NameIndex, nouns: Iterable[str]) -> Iterable[tuple[str, NamedValue]]:
    """Yield the names of some nouns in an index, folded, but for those only meant in capitals."""
    for name, values in index.by_words.items():
        for value in values:
            if value.noun in nouns:
                yield name, value
