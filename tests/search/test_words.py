"""What a visitor types is words, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.words import LIMIT, words


def test_words_are_parted_by_blanks_and_controls():
    assert words("Soft\x00targets  drones\tDrones") == ["soft", "targets", "drones"]


def test_operators_and_signs_are_words():
    assert words('"a" AND b* OR -c') == ['"a"', "and", "b*", "or", "-c"]


def test_only_the_beginning_of_a_long_search_is_used():
    assert words("x" * 10_000) == ["x" * LIMIT]


@given(st.text())
def test_no_word_is_empty_or_holds_a_control_character(typed):
    for word in words(typed):
        assert word
        assert word.isprintable() or not any(ord(character) < 32 for character in word)
