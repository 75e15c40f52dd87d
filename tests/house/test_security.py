"""The table of OWASP ASVS in docs/security.md is whole, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
ROW = re.compile(r"^\| ([\d.-]+) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
STATES = {"met", "in part", "not met", "operator", "no case"}
#: How many requirements of levels 1 and 2 each section of version 5.0.0 has; they come first in it.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
LEVEL_1, LEVEL_2 = 70, 183


def numbers(written: str) -> list[str]:
    """Return the numbers that a cell stands for: one, or all from the first to the last."""
    first, _, last = written.partition("-")
    section, _, begin = first.rpartition(".")
    end = last.rpartition(".")[2] or begin
    return [f"{section}.{number}" for number in range(int(begin), int(end) + 1)]


def test_the_list_of_requirements_is_that_of_levels_1_and_2():
    assert sum(SECTIONS.values()) == LEVEL_1 + LEVEL_2


def test_every_requirement_stands_in_the_table_once():
    found = Counter(number for row in ROW.findall(TEXT) for number in numbers(row[0]))
    asked = [f"{section}.{n + 1}" for section, most in SECTIONS.items() for n in range(most)]
    assert found == Counter(asked)


@pytest.mark.parametrize("row", ROW.findall(TEXT), ids=lambda row: row[0])
def test_a_row_has_a_state_and_what_is_met_names_where(row):
    _number, _what, state, how = row
    assert state in STATES
    named = [each for each in re.findall(r"`([^`]+)`", how) if (ROOT / each).exists()]
    if state == "met":
        assert named, "no file"


def test_every_file_that_the_document_names_is_there():
    paths = re.findall(r"`((?:catalogue|config|docs|static|templates|tests)/[^`]*)`", TEXT)
    assert len(paths) > 200
    assert sorted({each for each in paths if not (ROOT / each).exists()}) == []


def test_what_is_met_is_kept_by_a_test_with_few_exceptions():
    """Few rows of what is met have no test: documents, and what a library does."""
    met = [row for row in ROW.findall(TEXT) if row[2] == "met"]
    without = [row[0] for row in met if "`tests/" not in row[3]]
    assert len(without) <= len(met) * 0.2, without


def test_every_command_that_the_document_names_exists():
    named = set(re.findall(r"`manage\.py (\w+)", TEXT))
    commands = {path.stem for path in (ROOT / "catalogue/management/commands").glob("*.py")}
    assert {"enrol_second_factor", "invite", "end_sessions"} <= named <= commands
