"""Who imports, and a practice with something in every column."""

import pytest

from tests.admin.conftest import editor, person, reviewer, seat
from tests.versions.conftest import practice

__all__ = ["editor", "person", "practice", "reviewer", "seat"]


@pytest.fixture
def by(person):
    """Return an editor, in whose name is imported."""
    return person("editor")
