"""Names of which the beginning of a word was typed: `kor` finds the Republic of Korea."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice, takewhile

from catalogue.core.folding import fold_for_search
from catalogue.search.names import NamedValue, NameIndex, make_name_key

MAX_COMPARED_NAMES = 500  # of those that begin so


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
        beginning = make_name_key(fold_for_search(typed).split())
        if not beginning:
            return []
        start = bisect_left(self.rests, beginning)
        following = islice(self.entries, start, start + MAX_COMPARED_NAMES)
        found = takewhile(lambda entry: entry[0].startswith(beginning), following)
        ranks: dict[NamedValue, tuple] = {}
        for _rest, is_inside, value in found:
            is_label = make_name_key(fold_for_search(value.label).split()).startswith(beginning)
            rank = is_inside, not is_label, value.label
            ranks[value] = min(rank, ranks.get(value, rank))
        return sorted(ranks, key=ranks.__getitem__)


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
