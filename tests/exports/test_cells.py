"""A cell is text that no spreadsheet evaluates, and comes back as it was."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.exports.cells import cell_text, escape_formula, unescape_formula
from catalogue.exports.columns import SitePath

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "  =1",
    "\ufeff=1",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("text", NASTY)
def test_what_a_spreadsheet_would_evaluate_is_guarded(text):
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "a=b", "'quoted'", "’s", "1-2", "反恐"])
def test_other_text_stays_as_it_is(text):
    assert escape_formula(text) == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@example("'")
@example("' =")
def test_a_guard_is_taken_off_exactly(text):
    assert unescape_formula(escape_formula(text)) == text


@given(st.text(alphabet="'=+-@ \t\r\n\ufeffx＠"))
def test_nothing_that_begins_a_formula_is_left(text):
    shown = escape_formula(text)
    assert not shown.lstrip(" \ufeff\t\r\n").startswith(tuple("=+-@＝＋－＠"))


def test_values_are_written_in_one_way():
    assert cell_text(None) == ""
    assert cell_text(-5) == "-5"
    assert cell_text(True) == "true"
    assert cell_text(datetime.date(2018, 4, 24)) == "2018-04-24"
    assert (
        cell_text(datetime.datetime(2018, 4, 24, 9, 30, 1, 5, datetime.UTC))
        == "2018-04-24T09:30:01Z"
    )
    assert cell_text(["a", None, 2018]) == "a||2018"
    assert cell_text(["=a", "b"]) == "'=a|b"
    assert cell_text(SitePath("/practices/GP-0001/"), "https://example.org").startswith(
        "https://ex"
    )
