"""Who imports, a practice with something in every column, and a small folder of files."""

import pytest

from tests.admin.conftest import editor, person, reviewer, seat
from tests.imports.folders import folder, small_folder
from tests.versions.conftest import practice

__all__ = ["editor", "folder", "person", "practice", "reviewer", "seat", "small_folder"]


@pytest.fixture
def by(person):
    """Return an editor, in whose name is imported."""
    return person("editor")
