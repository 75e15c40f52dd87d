"""Who sits at the desk, and records that are kept as those of the desk are."""

import pytest

from tests.admin.conftest import editor, person, reviewer, seat  # noqa: F401  (fixtures)
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    record_changes,
)


@pytest.fixture
def practice(db):
    """Return a published practice with something in every relation and every table of rows."""
    with record_changes(comment="Loaded."):
        found = make_practice(
            title="As readers see it",
            countries=[make_country()],
            organizations=[make_organization(), make_organization()],
            paragraphs=[make_paragraph()],
            events=[make_event()],
        )
        found.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
        found.relations.create(other=make_practice(), kind="related")
        found.save()
    return found
