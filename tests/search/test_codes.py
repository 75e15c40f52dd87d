"""Symbols, paragraphs and codes are read as people write them, and only where they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.core.registry import all_nouns
from catalogue.events.nouns import EVENT
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.nouns import PARAGRAPH, RESOLUTION
from catalogue.resolutions.symbols import normalize_symbol
from catalogue.search.codes import MAX_READINGS, PlainText, read_codes


def make_wide(text: str) -> str:
    """Return a text in the characters of East Asian keyboards."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


RESOLUTIONS = {
    "2341": "2341", "Res 2341": "2341", "res. 2341": "2341", "SCR 2341": "2341",
    "SC res. 2341": "2341", "UNSCR 2341": "2341", "unscr2341": "2341", "UNSC Res. 2341": "2341",
    "UN resolution 2341": "2341", "U.N. resolution no. 2341": "2341", "S/RES/2341": "2341",
    "Security Council resolution 2341": "2341", "the resolution S/RES/2341.": "2341",
    "S / RES / 2341": "2341", "United Nations Security Council Resolution 2341": "2341",
    "75/291": "75-291", "A/RES/75/291": "75-291", "a/res/75/291": "75-291", "75-291": "75-291",
    "GA resolution 75/291": "75-291", "General Assembly resolution 60/288": "60-288",
    "UNGA 60/288": "60-288", make_wide("2341"): "2341", make_wide("S/RES/2341"): "2341",
    "S/RES/2341\u00a0": "2341", "A\u2010RES\u201175/291": "75-291", "\u201c2341\u201d": "2341",
}  # fmt: skip
WITH_YEAR = [
    "S/RES/2341 (2017)", "S/RES/2341(2017)", "s/res/2341 ( 2017 )", "UNSCR 2341 (2017)",
    "resolution 2341 of 2017", "2341 2017", "2341 (2017)", "s-res-2341-2017",
    "S/RES/2341\u00a0(2017)", "resolution 2341, 2017", make_wide("S/RES/2341(2017)"),
]  # fmt: skip
PARAGRAPHS = {
    "2341(2)": "2341-2", "2341 (2)": "2341-2", "2341 para 2": "2341-2", "2341 para. 2": "2341-2",
    "2341 paragraph 2": "2341-2", "2341 OP2": "2341-2", "2341 OP 2": "2341-2", "2341-2": "2341-2",
    "2341, operative paragraph 2": "2341-2", "OP2 2341": "2341-2", "OP 2 2341": "2341-2",
    "OP2 of resolution 2341": "2341-2", "paragraph 2 of resolution 2341": "2341-2",
    "para. 2, SC res. 2341": "2341-2", "2341 2": "2341-2", "S/RES/2341 § 2": "2341-2",
    "2341 para 3(b)": "2341-3b", "2341 para 3 (b)": "2341-3b", "2341(3)(b)": "2341-3b",
    "1373 OP2g": "1373-2g", "2341 para 02": "2341-2", "60/288 III.13": "60-288-iii-13",
    "60/288 para iii 13": "60-288-iii-13", "75/291 para 71": "75-291-71",
    make_wide("OP3 of resolution 2341"): "2341-3",
}  # fmt: skip
NUMBERED = {
    "GP 1": "GP-0001", "GP1": "GP-0001", "gp0001": "GP-0001", "GP-0001": "GP-0001",
    "gp_1": "GP-0001", "GP\u20110001": "GP-0001", make_wide("gp1"): "GP-0001",
    "GP-12345": "GP-12345",
}  # fmt: skip
NO_CODES = [
    "", "airports", "GP", "GP-", "2341x", "ISO 22343", "INFCIRC/908", "-2341", "23/41/5", "1.2341",
    "A/RES/2341", "GA resolution 2341", "S/RES/75/291", "UNSCR 75/291", "para 2", "resolution",
]  # fmt: skip


@pytest.mark.parametrize("typed", RESOLUTIONS)
def test_a_resolution_is_read_in_any_writing(typed):
    assert RESOLUTION.code_form.read_all(typed) == {"code": RESOLUTIONS[typed]}


@pytest.mark.parametrize("typed", WITH_YEAR)
def test_the_year_of_a_symbol_is_read_too(typed):
    assert RESOLUTION.code_form.read_all(typed) == {"code": "2341", "year": 2017}


@pytest.mark.parametrize("typed", PARAGRAPHS)
def test_a_paragraph_is_read_before_and_after_its_resolution(typed):
    assert PARAGRAPH.code_form.read_all(typed) == {"code": PARAGRAPHS[typed]}


@pytest.mark.parametrize(
    "typed",
    ["2341 (2017) para 2", "S/RES/2341 (2017), paragraph 2", "OP2 of UNSCR 2341 (2017)",
     "S/RES/2341 (2017), para. 2", "s/res/2341(2017) 2"],
)  # fmt: skip
def test_a_paragraph_is_read_with_the_year_of_its_resolution(typed):
    expected = {"code": "2341-2", "resolution__year": 2017}
    assert PARAGRAPH.code_form.read_all(typed) == expected


@pytest.mark.parametrize("typed", NUMBERED)
def test_a_numbered_code_is_read_with_or_without_hyphen_and_zeros(typed):
    assert PRACTICE.code_form.read_all(typed) == {"code": NUMBERED[typed]}
    assert EVENT.code_form.read_code(typed.replace("GP", "EV")) == (
        NUMBERED[typed].replace("GP", "EV") if "GP" in typed else ""
    )


@pytest.mark.parametrize("typed", NO_CODES)
def test_what_is_no_code_is_not_read(typed):
    assert all(not each.code_form.read_all(typed) for each in (RESOLUTION, PARAGRAPH, PRACTICE))


def found(typed: str) -> set[tuple[str, str]]:
    """Return what may be codes in a text: the part that was typed, and the code."""
    plain = PlainText(typed)
    return {
        (typed[slice(*plain.find_place(each.start, each.end))], each.fields["code"])
        for noun in all_nouns()
        for each in read_codes(plain.text, noun)
    }


def test_codes_stand_anywhere_in_a_text():
    assert found("what did Kenya do for UNSCR\u00a02341 (2017), para. 2?") == {
        ("UNSCR\u00a02341 (2017), para. 2?", "2341-2"), ("UNSCR\u00a02341 (2017),", "2341"),
        ("2?", "2"),
    }  # fmt: skip
    assert found("compare gp1 with EV-29") == {("gp1", "GP-0001"), ("EV-29", "EV-0029")}
    # It may also be a number and a year: what there is decides.
    assert found("2341 2017") == {("2341 2017", "2341"), ("2341", "2341"), ("2017", "2017")}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("s/res/9001(2019)", "S/RES/9001 (2019)"), ("A/RES/75/291 (2021)", "A/RES/75/291 (2021)"),
        ("UNSCR 9001 (2019)", "S/RES/9001 (2019)"), ("9001 (2019)", "9001 (2019)"),
        ("UNSCR 9001", "UNSCR 9001"), ("a text", "a text"),
    ],
)  # fmt: skip
def test_a_symbol_is_stored_in_one_form(typed, stored):
    assert normalize_symbol(typed) == stored


blanks = st.sampled_from(["", " ", "\u00a0", "  "])
organs = st.sampled_from(["", "UNSCR ", "SC res. ", "Security Council resolution ", "S/RES/"])


@given(
    st.integers(100, 9999), st.integers(1, 99), st.sampled_from(["", "a", "g"]), organs, blanks,
    st.sampled_from(["para", "para.", "OP", "paragraph", "operative paragraph"]),
    st.booleans(), st.booleans(), st.none() | st.integers(1946, 2099),
)  # fmt: skip
def test_every_paragraph_is_read(number, paragraph, letter, organ, blank, word, wide, upper, year):
    symbol = f"{organ}{number}" + (f"{blank}({year})" if year else "")
    code = {"code": f"{number}-{paragraph}{letter}"}
    expected = code | ({"resolution__year": year} if year else {})
    for typed in (
        f"{symbol} {word}{blank}{paragraph}{letter}",
        f"{word}{blank}{paragraph}{letter} of {symbol}",
        f"{symbol}, {word} {paragraph}{letter}.",
    ):
        typed = typed.upper() if upper else typed
        typed = make_wide(typed) if wide else typed
        assert PARAGRAPH.code_form.read_all(typed) == expected, typed


@given(st.text(max_size=600) | st.text("2341/()-. opaSRE", max_size=600))
def test_no_text_is_an_error_and_its_readings_are_few_and_in_it(typed):
    plain = PlainText(typed)
    for noun in all_nouns():
        readings = list(read_codes(plain.text, noun))
        assert len(readings) <= MAX_READINGS * 6
        for each in readings:
            start, end = plain.find_place(each.start, each.end)
            assert typed[start:end] == typed[start:end].strip() != ""
