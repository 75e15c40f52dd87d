"""Chance and texts: skewed, repeatable, with the scripts and signs that real records have."""

from collections import Counter
from random import Random

from tools.synthetic.randomness import WeightedChoice, ZipfChoice, create_random
from tools.synthetic.texts import FOREIGN, PITFALLS, Writer, vocabulary


def test_the_first_values_are_frequent_and_the_last_are_rare():
    drawn = Counter(ZipfChoice("abcdefgh").draw(Random(1), 10_000))
    assert drawn["a"] > 2 * drawn["d"] > 2 * drawn["h"] > 0


def test_weights_are_kept():
    drawn = Counter(WeightedChoice({"often": 9, "seldom": 1}).draw(Random(1), 10_000))
    assert 8_800 < drawn["often"] < 9_200


def test_several_values_of_one_record_differ():
    some = ZipfChoice("abc").some(Random(1), 50)
    assert sorted(some) == ["a", "b", "c"]


def test_each_part_of_a_seed_has_a_chance_of_its_own():
    draws = [
        create_random(seed, part).random() for seed in (1, 2) for part in ("events", "sources")
    ]
    assert len(set(draws)) == 4
    assert create_random(1, "events").random() == draws[0]


def test_the_words_are_many_and_none_stands_twice():
    words = vocabulary().values
    assert len(words) == len(set(words)) > 10_000


def test_texts_are_sentences_of_the_asked_length():
    text = Writer(Random(1)).text(30, 30)
    assert len(text.split()) == 30
    assert text[0].isupper()
    assert text.endswith(".")


def test_other_scripts_and_signs_that_need_care_are_among_the_texts():
    writer = Writer(Random(1))
    assert {writer.foreign(1) for _ in range(200)} == {f" ({each})" for each in FOREIGN}
    assert {writer.pitfall(1) for _ in range(200)} == set(PITFALLS)
    assert {writer.pitfall(0) for _ in range(200)} == {""}
