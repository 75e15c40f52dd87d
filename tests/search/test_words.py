"""What a reader types is words, phrases and exclusions, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.query_parser import (
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_WORDS,
    SearchQuery,
    parse_query,
)


def terms(typed: str) -> tuple[str, ...]:
    """Return the terms that are looked for."""
    return parse_query(typed).terms


def test_words_are_parted_by_blanks_and_controls():
    assert terms("Soft\x00targets  drones\tport") == ("Soft", "targets", "drones", "port")


def test_quotation_marks_of_every_kind_hold_a_phrase_together():
    for typed in ('"soft targets" port', "“soft targets” port", "„soft targets“ port"):
        assert terms(typed) == ("soft targets", "port")


def test_a_hyphen_before_a_word_or_a_phrase_leaves_out():
    query = parse_query('airport -drones -"soft targets"')
    assert query.terms == ("airport",)
    assert query.excluded == ("drones", "soft targets")


def test_a_hyphen_within_a_word_leaves_nothing_out():
    assert parse_query("counter-terrorism GP-0042").excluded == ()


@pytest.mark.parametrize("typed", ['"soft targets', 'soft" targets', '-"soft targets', 'a"b" c'])
def test_quotation_marks_that_do_not_close_are_passed_over(typed):
    query = parse_query(typed)
    assert not any('"' in each for each in query.terms + query.excluded)
    assert query.terms


def test_operators_of_other_searches_say_nothing():
    assert terms("police AND airport OR NOT col:x") == ("police", "airport", "col:x")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("how do I protect a stadium", ("protect", "stadium")),
        ("drones near the airport", ("drones", "airport")),
        ("who is it", ("who", "is", "it")),
        ('"the" airport', ("the", "airport")),
        ("WHO guidance", ("WHO", "guidance")),
        ("the US", ("US",)),
        ("WHO PROTECTS THE US", ("protects",)),
        ("UK US EU", ("UK", "US", "EU")),
    ],
)
def test_words_that_say_nothing_are_no_terms(typed, expected):
    assert terms(typed) == expected


def test_signs_without_a_letter_or_digit_are_passed_over():
    assert terms("police & * -- “” 😀 airport") == ("police", "airport")


@pytest.mark.parametrize("typed", ["?!", '""', "-", "😀", "* - *"])
def test_signs_alone_are_a_search_for_nothing(typed):
    assert parse_query(typed) == SearchQuery(has_text=True, text=typed)
    assert parse_query(typed).is_unsearchable


@pytest.mark.parametrize("typed", ["", "  ", "\0", "\n"])
def test_blanks_are_no_search(typed):
    assert parse_query(typed) == SearchQuery()


@pytest.mark.parametrize("typed", ["port airp", "port Airp", "airp", "counter-terr", "安全", "عم"])
def test_the_last_word_may_be_a_beginning(typed):
    assert parse_query(typed).last_is_prefix


@pytest.mark.parametrize(
    "typed", ["UN", 'port "airp"', "port -airp", "GP-0042", "2341", "2341-3", "S/RES/2341 (2017)"]
)
def test_short_words_phrases_and_codes_stand_whole(typed):
    assert not parse_query(typed).last_is_prefix


def test_a_word_that_is_typed_twice_counts_at_its_last_place():
    assert terms("port drones Port") == ("drones", "Port")


def test_only_so_many_words_of_a_search_are_used():
    many = [f"w{place}" for place in range(MAX_QUERY_WORDS + 5)]
    assert parse_query(" ".join(many)).terms == tuple(many[:MAX_QUERY_WORDS])
    assert parse_query("-".join(many)).terms == ("-".join(many[:MAX_QUERY_WORDS]) + "-",)
    left_out = parse_query(" ".join(f"-{word}" for word in many)).excluded
    assert len(left_out) == MAX_QUERY_WORDS
    phrase = f'"{" ".join(many)}"'
    assert sum(len(term.split()) for term in parse_query(phrase).terms) == MAX_QUERY_WORDS


def test_only_the_beginning_of_a_long_search_is_used():
    assert terms("x" * 10_000) == ("x" * MAX_QUERY_CHARACTERS,)


@given(st.text())
def test_every_term_holds_a_letter_or_digit_and_no_control(typed):
    query = parse_query(typed)
    for term in query.terms + query.excluded:
        assert any(map(str.isalnum, term))
        assert not any(ord(character) < 32 or character == '"' for character in term)
