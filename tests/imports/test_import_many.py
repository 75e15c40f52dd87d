"""Thousands of rows are written with few statements each, and say the same as one by one."""

from itertools import chain

import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import models
from catalogue.imports.apply import apply_import, undo_import
from catalogue.versions import bulk_versions, content, history, revisions
from catalogue.versions.cloning import child_managers
from tests.factories import (
    make_event,
    make_organization,
    make_practice,
    make_sector,
    record_changes,
)
from tests.imports.tables import bring_in, look, written

pytestmark = pytest.mark.django_db


def practices(count: int, status: str) -> list[models.Practice]:
    """Return practices with something of everything that stands inside one."""
    body, event, other = make_organization(), make_event(), make_practice()
    made = []
    for _each in range(count):
        made.append(make_practice(status=status, events=[event], organizations=[body]))
        made[-1].relations.create(other=other, kind="related")
    return made


def renamed(records: list[models.Practice]) -> bytes:
    """Return a table that gives each record another title and another sector."""
    sector = make_sector()
    return written(
        *(
            {"code": each.code, "title": f"New {each.code}", "sectors": sector.slug}
            for each in records
        )
    )


def statements(step) -> int:
    """Return how many statements a step sends to the database."""
    with CaptureQueriesContext(
        connection,
    ) as sent:
        step()
    return len(sent)


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_further_row_costs_few_statements(by, status):
    costs = []
    for count in (3, 9):
        found = look(renamed(practices(count, status)), models.Practice, by)
        assert found.counts["update"] == count
        costs.append(
            (
                statements(lambda key=found.pk: apply_import(key, by=by)),
                statements(lambda key=found.pk: undo_import(key, by=by)),
            )
        )
    (apply_few, undo_few), (apply_many, undo_many) = costs
    assert (apply_many - apply_few) / 6 <= 8
    assert (undo_many - undo_few) / 6 <= 16


def test_many_drafts_are_as_before_when_their_import_is_undone(by):
    made = practices(4, "draft")
    before = [content.read_record(each) for each in made]
    rows = {
        name: [list(getattr(each, name).values()) for each in made]
        for name in made[0].child_relations
    }
    undo_import(bring_in(renamed(made), models.Practice, by).pk, by=by)
    again = [models.Practice.objects.get(pk=each.pk) for each in made]
    assert [content.read_record(each) for each in again] == before
    assert {
        name: [list(getattr(each, name).values()) for each in again] for name in rows
    } == rows  # their keys too: nothing was written that was so already


def test_revisions_that_are_begun_together_are_as_those_begun_alone(by):
    together, alone = practices(3, "published"), practices(3, "published")
    copies = revisions.begin_revisions(together, by=by)
    single = [revisions.begin_revision(each, by=by) for each in alone]
    for record, copy in zip([*together, *alone], [*copies, *single], strict=True):
        assert content.read_content(copy) == content.read_content(record)
        assert (copy.revises, copy.revises_token) == (record, record.edit_token)
        assert (copy.status, copy.author, copy.code[:3]) == ("draft", by, "RV-")
        assert not {row.pk for row in copy.basis.all()} & {row.pk for row in record.basis.all()}
    assert len({copy.code for copy in [*copies, *single]}) == 6


@pytest.mark.parametrize("noun", ["practice", "event"])
def test_snapshots_of_many_are_those_of_the_history(by, noun, practice):
    record = practice if noun == "practice" else make_event(sectors=[make_sector()])
    with record_changes(comment="One.", by=by):
        record.save()
    one = history.get_versions(record).first()
    bulk_versions.write_versions(type(record), [record.pk], by=by, comment="Many.")
    many = history.get_versions(record).first()
    assert many.serialized_data == one.serialized_data
    assert {v.serialized_data for v in many.revision.version_set.all()} == {
        serializers.serialize("json", [each])
        for each in [record, *chain.from_iterable(m.all() for m in child_managers(record))]
    }
