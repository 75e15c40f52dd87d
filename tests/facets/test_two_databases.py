"""Readers of a replica that is behind keep the index of what it has, while the primary goes on."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.changelog.queries import current_version
from catalogue.facets import facet_index as module
from catalogue.facets.facet_index import FacetIndexCache
from catalogue.practices.nouns import PRACTICE
from tests.factories import make_practice

pytestmark = pytest.mark.django_db
NOUN = PRACTICE


@pytest.fixture
def engine():
    """Return an engine that has made nothing yet."""
    return FacetIndexCache()


@pytest.fixture
def seen_by(monkeypatch):
    """Let the engine take the connection for that of another database."""
    return lambda alias: monkeypatch.setattr(module, "connection", SimpleNamespace(alias=alias))


def test_an_index_of_the_same_state_is_made_once_for_both(engine, seen_by):
    make_practice()
    made = engine.index(NOUN)
    version = current_version()
    seen_by("replica")
    with CaptureQueriesContext(connection) as queries:
        assert engine.index(NOUN, version) is made
    assert not queries


def test_saves_on_the_primary_do_not_take_it_from_readers_of_the_replica(engine, seen_by):
    make_practice()
    behind = current_version()
    seen_by("replica")
    kept = engine.index(NOUN)
    seen_by("default")
    for number in range(2, 6):
        make_practice()
        assert len(engine.index(NOUN).records) == number
    seen_by("replica")
    with CaptureQueriesContext(connection) as queries:
        assert engine.index(NOUN, behind) is kept
    assert not queries
    assert len(engine.index(NOUN).records) == 5  # it has caught up
