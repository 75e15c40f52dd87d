"""The search index holds what the log watches, and is written again if documents are missing."""

import datetime

import pytest
from django.db import connection

from catalogue.db.joins import join_steps
from catalogue.db.search.documents import MAX_COLUMN_CHARACTERS, MONTHS
from catalogue.db.triggers.trigger_plan import dependency_paths
from catalogue.search.search_index import RelatedText, repair_documents, search_indexes
from tests.factories import make_country, make_event, make_practice
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


def test_the_days_of_an_event_are_searched_in_words():
    days = {"start": datetime.date(2018, 4, 4), "end": datetime.date(2018, 5, 21)}
    event = make_event(title="APEC workshop", city="Tokyo", country=make_country(name="Japan"))
    make_event(title="APEC workshop", start=datetime.date(2019, 4, 4), end=None, city="Osaka")
    for name, day in days.items():
        setattr(event, name, day)
    event.save()
    events = search_indexes()["event"]
    for typed in (
        "APEC workshop 2018", "workshop Tokyo April 2018", "4 April 2018", "21 May 2018 japan",
        '"April 2018"', '"4 april 2018"',
    ):  # fmt: skip
        assert found(typed, events) == {event}, typed
    assert not found("June 2018", events)
    for month, name in enumerate(MONTHS, start=1):
        event.start, event.end = datetime.date(2000, month, 1), None
        event.save()
        assert found(f"1 {name} 2000", events) == {event}


def test_a_text_without_end_is_searched_at_its_beginning_and_can_be_saved():
    endless = "word " * (MAX_COLUMN_CHARACTERS // 2)
    practice = make_practice(title="Drones", how_it_works=f"Beginning {endless} unreachable")
    assert found("beginning drones") == {practice}
    assert not found("unreachable")
