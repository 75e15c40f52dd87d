"""The tables of search are made by a migration, and made anew where they are not as they should."""

import pytest
from django.db import connection

from catalogue.changelog.dependencies import dependency_paths, join_steps
from catalogue.models import Practice
from catalogue.search.index import MAX_COLUMN_CHARACTERS, SEARCH_INDEXES, RelatedText
from catalogue.search.schema import STATE, after_migration, before_migration
from tests.factories import make_practice
from tests.search.finding import found, index_of

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    """Run a statement past all models."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_documents_that_are_as_they_should_be_stay():
    make_practice(title="Drones")
    kept = index_of("practice")
    after_migration(connection.alias)
    assert index_of("practice") == kept


def test_another_declaration_makes_everything_anew():
    make_practice(title="Drones")
    kept = index_of("practice")
    run(f"UPDATE {STATE} SET digest = 'of another declaration'")  # noqa: S608 (a constant)
    after_migration(connection.alias)
    assert index_of("practice") == kept


def test_missing_documents_are_written():
    make_practice(title="Drones")
    kept = index_of("practice")
    run("DELETE FROM catalogue_search_practice")
    assert not index_of("practice")
    after_migration(connection.alias)
    assert index_of("practice") == kept


def test_what_is_written_while_tables_are_altered_is_found_afterwards():
    practice = make_practice(title="Before")
    before_migration(connection.alias, plan=["a migration"])
    Practice.objects.filter(pk=practice.pk).update(title="Meanwhile")
    after_migration(connection.alias)
    assert found("meanwhile") == {practice}
    Practice.objects.filter(pk=practice.pk).update(title="Later")
    assert found("later") == {practice}


@pytest.mark.parametrize("noun", ["practice", "event", "organization", "resolution"])
def test_what_is_searched_is_what_the_log_of_changes_watches(noun):
    searched = SEARCH_INDEXES[noun]
    watched = set(dependency_paths(searched.model))
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
