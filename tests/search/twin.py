"""A slow, obvious twin of the search: every document is looked through, phrase by phrase."""

from catalogue.changelog.queries import current_version
from catalogue.core.folding import fold_for_search
from catalogue.core.registry import Noun
from catalogue.core.stemming import stem_word
from catalogue.db.search.documents import COLUMN_WEIGHTS
from catalogue.db.search.phrases import Phrase, PhraseGroup
from catalogue.search.expansion import SearchPlan
from catalogue.search.queries import (
    BEGINNING,
    MAX_RARITY,
    OTHER_NAME,
    TYPED,
    get_plan,
    read_documents,
)
from catalogue.search.query_parser import parse_query


def stem_words(text: str) -> str:
    """Return the stems of a folded text."""
    return " ".join(map(stem_word, text.split()))


class SlowSearch:
    """The texts of all public records of a noun, as words and as stems, by column."""

    def __init__(self, noun: Noun):
        searched = noun.filterset.searched
        keys = list(noun.public().values_list("pk", flat=True))
        self.words = {
            key: {column: fold_for_search(text) for column, text in document.items()}
            for key, document in read_documents(searched, keys).items()
        }
        self.stems = {
            key: {column: stem_words(words) for column, words in document.items()}
            for key, document in self.words.items()
        }

    def plan(self, typed: str) -> SearchPlan:
        """Return what a search asks for."""
        return get_plan(parse_query(typed), current_version())

    def find(self, typed: str) -> list[int]:
        """Return the records with all words and none of the excluded ones; equal ones by key."""
        plan = self.plan(typed)
        if not plan.groups and (parse_query(typed).terms or not plan.excluded):
            return []
        found = [
            key
            for key in self.words
            if all(self.has(key, group) for group in plan.groups)
            and not any(self.has(key, group) for group in plan.excluded)
        ]
        rarities = list(map(self.rarity, plan.groups))
        return sorted(found, key=lambda key: (-self.score(key, plan, rarities), key))

    def has(self, key: int, group: PhraseGroup) -> bool:
        """Return True if a record has one of some phrases."""
        return any(self.stands_in(key, column, p) for p in group for column in COLUMN_WEIGHTS)

    def stands_in(self, key: int, column: str, phrase: Phrase) -> bool:
        """Return True if a phrase is in a column of a record."""
        wanted = " ".join(phrase.words)
        if phrase.is_beginning:
            return f" {wanted}" in f" {self.words[key][column]}"
        if phrase.is_exact:
            return f" {wanted} " in f" {self.words[key][column]} "
        return f" {stem_words(wanted)} " in f" {self.stems[key][column]} "

    def score(self, key: int, plan: SearchPlan, rarities: list[int]) -> int:
        """Return how well a record answers."""
        return sum(
            times * self.weight(key, group)
            for times, group in zip(rarities, plan.groups, strict=True)
        )

    def weight(self, key: int, group: PhraseGroup) -> int:
        """Return the weight of the best match of a group in a record."""
        weights = [0]
        for phrase in group:
            least, factor = TYPED
            if phrase.is_other_name:
                least, factor = OTHER_NAME
            if phrase.is_beginning:
                least, factor = BEGINNING
            weights += [
                least + factor * weight
                for column, weight in COLUMN_WEIGHTS.items()
                if self.stands_in(key, column, phrase)
            ]
        return max(weights)

    def rarity(self, group: PhraseGroup) -> int:
        """Return how many times a group counts: once, if half of the records have it."""
        frequency = sum(self.has(key, group) for key in self.words)
        times, share = 0, len(self.words) / max(frequency, 1)
        while share >= 2**0.5:
            share /= 2
            times += 1
        return max(1, min(times, MAX_RARITY))
