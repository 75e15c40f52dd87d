"""Who sits at the desk."""

from tests.admin.conftest import editor, reviewer, seat

__all__ = ["editor", "reviewer", "seat"]
