"""A cell is text that no spreadsheet evaluates, and comes back as it was."""

import csv
import datetime
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.exports.cells import BLANKS, cell_text, escape_formula, unescape_formula
from catalogue.exports.columns import SitePath
from catalogue.exports.formats.csv import csv_lines

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


INNER = [
    ("Semicolon;=1+41;end", "Semicolon;'=1+41;end"),
    ("a\t@SUM(1)", "a\t'@SUM(1)"),
    ("a; \u00a0+1;-2", "a; \u00a0'+1;'-2"),
    ("a;'=1", "a;''=1"),
    ('a;"=1', "a;\"'=1"),
    ("a\n- b", "a\n'- b"),
    ("=1;=1", "'=1;'=1"),
    (" \n=1", " \n'=1"),
    ("\t=1", "'\t'=1"),
]


@pytest.mark.parametrize(("text", "shown"), INNER)
def test_what_begins_a_cell_for_other_separators_is_guarded_too(text, shown):
    assert escape_formula(text) == shown
    assert unescape_formula(shown) == text


@pytest.mark.parametrize("text", ["a; b", "a;b=c", "well-known; so-called", "a\nb - c", "a,=b"])
def test_other_text_with_separators_stays_as_it_is(text):
    assert escape_formula(text) == text


hostile_text = st.text(alphabet="'=+-@ \t\r\n\ufeff\u00a0x＠;,|\"")


@given(hostile_text)
def test_guards_inside_a_text_are_taken_off_exactly(text):
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(rows=st.lists(st.lists(hostile_text, min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_cell_begins_a_formula_whatever_separates_cells(delimiter, rows):
    columns = [[escape_formula(text) for text in column] for column in zip(*rows, strict=True)]
    file = io.StringIO(csv_lines(columns).decode(), newline="")
    for row in csv.reader(file, delimiter=delimiter):
        for cell in row:
            assert not cell.lstrip(BLANKS).startswith(tuple("=+-@＝＋－＠"))


def test_a_long_row_of_blanks_takes_no_time():
    text = ";" + "\t" * 200_000
    assert unescape_formula(escape_formula(text)) == f"{text}"


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
