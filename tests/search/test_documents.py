"""The search index holds what the log watches, and is written again if documents are missing."""

import pytest
from django.db import connection

from catalogue.db.joins import join_steps
from catalogue.db.search.documents import MAX_COLUMN_CHARACTERS
from catalogue.db.triggers.trigger_plan import dependency_paths
from catalogue.search.search_index import RelatedText, repair_documents, search_indexes
from tests.factories import make_practice
from tests.search.finding import found, index_of

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    """Run a statement past all models."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_missing_documents_are_written_after_a_migration():
    make_practice(title="Drones")
    before = index_of("practice")
    run("DELETE FROM catalogue_search_practice")
    assert not index_of("practice")
    repair_documents()
    assert index_of("practice") == before


@pytest.mark.parametrize("noun", ["practice", "event", "organization", "resolution"])
def test_what_is_searched_is_what_the_log_of_changes_watches(noun):
    searched = search_indexes()[noun]
    watched = set(dependency_paths(searched.model, searched.model.index_dependencies))
    for part in (*searched.title, *searched.summary, *searched.names, *searched.text):
        if isinstance(part, RelatedText):
            for each in part.fields:
                path = f"{part.path}__{each}".rpartition("__")[0]
                assert tuple(join_steps(searched.model, path)) in watched, (noun, path)


def test_a_text_without_end_is_searched_at_its_beginning_and_can_be_saved():
    endless = "word " * (MAX_COLUMN_CHARACTERS // 2)
    practice = make_practice(title="Drones", how_it_works=f"Beginning {endless} unreachable")
    assert found("beginning drones") == {practice}
    assert not found("unreachable")
