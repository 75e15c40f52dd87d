"""Who sits at the desk."""

from tests.admin.conftest import editor, person, reviewer, seat

__all__ = ["editor", "person", "reviewer", "seat"]
