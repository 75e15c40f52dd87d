"""The second list: the records with most of the words, in the order of a slow, obvious twin."""

import random
import re
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from math import log2

import pytest
from django.test import Client

from catalogue.changelog.queries import current_version
from catalogue.core.registry import get_noun
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import Practice
from catalogue.search.most_words import MAX_MOST_WORDS, find_most_words
from catalogue.search.query_parser import parse_query
from tests.factories import make_event, make_practice
from tests.search.finding import PRACTICES

pytestmark = pytest.mark.django_db

#: No word is the beginning, a form or another spelling of another one.
WORDS = ("lamp", "rope", "bell", "desk", "coin", "pear")
WEIGHTS = {"title": 10, "summary": 6, "how_it_works": 1}
TWIN_MOST = 20


@dataclass
class Twin:
    """A practice as the twin knows it: its code, and the words of its texts."""

    code: str
    texts: dict[str, list[str]] = field(default_factory=dict)

    def weight(self, word: str) -> int:
        """Return the weight of the heaviest text with a word: a whole word as typed has 10 more."""
        return max(
            (10 + 2 * WEIGHTS[n] for n, text in self.texts.items() if word in text), default=0
        )


def find_slowly(typed: list[str], records: list[Twin]) -> list[tuple[str, list[str], list[str]]]:
    """Return (code, words it has, words it lacks): most words first, then weight, then code."""
    total = len(records)
    frequency = {word: sum(bool(r.weight(word)) for r in records) for word in typed}
    rarity = {w: max(1, min(3, round(log2(total / max(n, 1))))) for w, n in frequency.items()}
    scored = []
    for record in records:
        has = [word for word in typed if record.weight(word)]
        if has and len(has) < len(typed):
            score = sum(record.weight(word) * rarity[word] for word in has)
            lacks = [word for word in typed if word not in has]
            scored.append((-len(has), -score, record.code, has, lacks))
    return [tuple(rest) for _count, _score, *rest in sorted(scored)[:TWIN_MOST]]


def find_fast(typed: str) -> list[tuple[str, list[str], list[str]]]:
    """Return the same from the engine."""
    index = facet_indexes.index(get_noun(Practice))
    found = find_most_words(
        PRACTICES, parse_query(typed), index.records, index.orders["relevance"], current_version()
    )
    codes = dict(Practice.objects.values_list("pk", "code"))
    return [(codes[match.key], list(match.has), list(match.lacks)) for match in found]


@pytest.fixture(scope="class")
def shelf(rolled_back):
    """Make practices with words at random, and the same for the twin."""
    chance, numbers, twins = random.Random(16), count(1), []
    for _ in range(60):
        texts = {name: chance.sample(WORDS, chance.randint(0, 2)) for name in WEIGHTS}
        twin = Twin(f"GP-{next(numbers):04}", texts)
        make_practice(code=twin.code, **{n: " ".join(["Xx", *t]) for n, t in texts.items()})
        twins.append(twin)
    return twins


class TestTwin:
    """The engine and the twin agree on which records, in which order, with which words."""

    @pytest.mark.parametrize("seed", range(25))
    def test_any_words(self, shelf, seed):
        chance = random.Random(seed)
        typed = chance.sample([*WORDS, "qqq"], chance.randint(2, 5))
        assert find_fast(" ".join(typed)) == find_slowly(typed, shelf)

    def test_no_more_than_twenty(self, shelf):
        assert len(find_fast("lamp rope bell qqq")) == MAX_MOST_WORDS == TWIN_MOST

    @pytest.mark.parametrize(
        "typed", ["lamp", "qqq", "the lamp of", '"lamp rope"', "-lamp", "?!", ""]
    )
    def test_one_term_has_no_second_list(self, shelf, typed):
        assert find_fast(typed) == []

    def test_no_excluded_word_is_on_it(self, shelf):
        without = {code for code, *_ in find_fast("lamp rope qqq -bell")}
        assert without
        assert not any(twin.weight("bell") for twin in shelf if twin.code in without)


def listed(path: str, **parameters) -> tuple[str, list[str]]:
    """Return the heading of the second list of a page, and its codes; empty without one."""
    html = Client().get(path, parameters).text
    found = re.search(r'<section class="most-words".*?</section>', html, re.DOTALL)
    if not found:
        return "", []
    heading = re.search(r"<h2[^>]*>(.*?)</h2>", found[0])[1]
    return unescape(heading), re.findall(r"<span>((?:GP|EV)-\d+)</span>", found[0])


def words_had(path: str, **parameters) -> list[str]:
    """Return what a page says of each record on the second list."""
    html = Client().get(path, parameters).text
    lines = re.findall(r'<p class="words-had">(.*?)</p>', html)
    return [unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]


NONE = "No record has all of these words. "


class TestPage:
    """Lists and the search show the second list below the exact one, which stays as it is."""

    def test_without_an_exact_record_the_page_says_so(self):
        make_practice(code="GP-0001", title="Lamp and rope")
        make_practice(code="GP-0002", title="Bell and rope")
        make_practice(code="GP-0003", title="Nothing")
        query = {"q": "lamp rope desk"}
        assert listed("/practices/", **query) == (
            f"{NONE}These have most of them.",
            ["GP-0001", "GP-0002"],
        )
        assert words_had("/practices/", **query) == [
            "Has: lamp, rope · Not found: desk",
            "Has: rope · Not found: lamp, desk",
        ]
        assert words_had("/search/", **query) == words_had("/practices/", **query)
        for page in ("/practices/", "/search/"):
            assert "No record has all of these words</h2>" in Client().get(page, query).text

    def test_half_of_the_words_and_fewer_are_some(self):
        make_practice(title="Lamp")
        assert listed("/practices/", q="lamp rope desk")[0] == f"{NONE}These have some of them."
        assert listed("/practices/", q="lamp rope")[0] == f"{NONE}These have some of them."

    def test_below_few_exact_records_and_not_below_five(self):
        for number in range(1, 5):
            make_practice(code=f"GP-000{number}", title="Lamp and rope")
        make_practice(code="GP-0009", title="Lamp")
        query = {"q": "lamp rope"}
        assert listed("/practices/", **query) == (
            "These records have some of the words.",
            ["GP-0009"],
        )
        assert "4 practices" in Client().get("/practices/", query).text
        assert "GP-0009" not in Client().get("/practices.csv", query).text
        make_practice(title="Lamp and rope")
        assert listed("/practices/", **query) == ("", [])
        assert words_had("/search/", **query) == []

    def test_other_filters_apply(self):
        make_practice(code="GP-0001", title="Lamp", kind="tool")
        make_practice(code="GP-0002", title="Lamp", kind="training")
        make_practice(code="GP-0003", title="Lamp", kind="tool", status="draft")
        assert listed("/practices/", q="lamp rope", kind="tool")[1] == ["GP-0001"]
        assert listed("/practices/", q="lamp rope", kind="guidance") == ("", [])
        assert listed("/practices/", kind="guidance") == ("", [])

    def test_each_noun_has_its_own(self):
        make_practice(title="Lamp")
        for number in range(1, 8):
            make_event(code=f"EV-000{number}", title="Workshop with rope")
        assert listed("/events/", q="lamp rope")[1][:2] == ["EV-0001", "EV-0002"]
        assert len(words_had("/search/", q="lamp rope")) == 1 + 5

    def test_only_filters_that_give_nothing_are_a_gap(self):
        gap = "nobody has recorded"
        make_practice(title="Lamp", kind="tool")
        assert gap in Client().get("/practices/?kind=training").text
        for query in ("q=desk", "q=lamp+desk", "q=desk&kind=tool", "q=-lamp", "q=?!"):
            assert gap not in Client().get(f"/practices/?{query}").text
        assert "No record has this word" in Client().get("/practices/?q=desk").text
        assert (
            "No record matches all of this" in Client().get("/practices/?q=lamp&kind=training").text
        )

    def test_the_order_is_explained_where_words_decide_it(self):
        for title in ("Lamp", "Lamp and rope"):
            make_practice(title=title)
        said = "Best match first"
        assert said in Client().get("/practices/?q=lamp").text
        for query in ("", "q=lamp&sort=title", "q=rope", "q=-desk"):
            assert said not in Client().get(f"/practices/?{query}").text
