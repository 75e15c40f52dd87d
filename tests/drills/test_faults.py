"""A drill of faults fails where anything is not as promised."""

import pytest

from tools.drills.faults import GRACE, Fault, Result
from tools.drills.visitors import AWAY, CUT, GOOD, WRONG, Outcome

ENDED = 100.0


def result(*outcomes: Outcome, cuts: bool = False) -> Result:
    """Return the result of a fault that ended at a moment."""
    return Result(Fault("a fault", lambda scene: None, cuts), ENDED, list(outcomes))


def outcome(kind: str, began: float = ENDED, took: float = 0.5) -> Outcome:
    """Return what came of a request."""
    return Outcome(kind, "POST /admin/", "", began, began + took)


@pytest.mark.parametrize("kind", [GOOD, AWAY])
def test_pages_and_clear_words_are_as_promised(kind):
    assert result(outcome(kind)).list_failures() == []


def test_what_is_wrong_fails_whenever_it_comes():
    early, late = outcome(WRONG, ENDED - 5), outcome(WRONG, ENDED + 50)
    assert result(early, outcome(GOOD), late, cuts=True).list_failures() == [early, late]


def test_an_answer_may_be_cut_only_by_faults_that_end_the_server():
    cut = outcome(CUT)
    assert result(cut).list_failures() == [cut]
    assert result(cut, cuts=True).list_failures() == []


@pytest.mark.parametrize("kind", [AWAY, CUT])
def test_all_must_soon_be_well_again(kind):
    late = outcome(kind, ENDED + GRACE + 0.1)
    assert result(outcome(kind, ENDED + GRACE - 0.1), late, cuts=True).list_failures() == [late]


def test_the_row_counts_and_says_when_it_was_well_again():
    outcomes = outcome(GOOD), outcome(GOOD), outcome(AWAY, ENDED + 1), outcome(CUT)
    row = result(*outcomes, cuts=True).format_row()
    assert row == "| a fault | 2 | 2 | 1 | 1 | 0 | 0.5 s | 1.5 s |"


def test_a_fault_that_nobody_felt_was_none():
    assert result(outcome(GOOD)).describe_failures() == ["a fault: not felt"]
    assert result(outcome(GOOD), outcome(AWAY)).describe_failures() == []
    assert result(outcome(GOOD, took=9)).describe_failures() == []
    assert result(outcome(CUT)).describe_failures() == ["a fault: POST /admin/: cut "]
