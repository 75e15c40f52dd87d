"""Every test is run by `./run test --full`, and what the selections name exists."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import selection
from tools.drills import random_cases

FILES = sorted(path.relative_to(settings.ROOT) for path in settings.ROOT.glob("tests/**/test_*.py"))


@pytest.mark.parametrize("place", [*selection.NO_DATABASE, *selection.SLOW, *selection.ON_BOTH])
def test_what_a_selection_names_exists(place):
    assert (settings.ROOT / place).exists()


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_file_is_in_the_full_selection(path):
    places = [path, *path.parents[:-2]]
    assert all(selection.is_selected(str(place), "full", "sqlite") for place in places)


def test_a_folder_is_entered_for_the_sake_of_one_file():
    assert selection.is_selected("tests/versions", "small", "postgresql")
    assert not selection.is_selected("tests/versions/test_matrix.py", "small", "postgresql")


def test_the_drill_of_random_cases_has_every_test_that_counts_them():
    counting = {str(path) for path in FILES if "count_cases(" in read_text(path)}
    assert counting - {"tests/house/test_selection.py"} == set(random_cases.TESTS)


def read_text(path: Path) -> str:
    """Return the text of a file of the project."""
    return (settings.ROOT / path).read_text()
