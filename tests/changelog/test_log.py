"""The log names every record that a change touches, whichever table is written and however."""

import pytest
from django.db import connection, transaction

from catalogue.changelog.models import Change
from catalogue.changelog.queries import MAX_TOUCHED_KEYS, current_version, touched_keys
from catalogue.changelog.writes import bulk_write, bulk_write_finished, tracked_models
from catalogue.events.nouns import EVENT
from catalogue.models import Organization, Practice, Resolution, Source
from catalogue.organizations.nouns import ORGANIZATION
from catalogue.practices.nouns import PRACTICE
from catalogue.resolutions.nouns import RESOLUTION
from tests.factories import (
    make_country,
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
    make_source,
)

pytestmark = pytest.mark.django_db


def raw(statement):
    """Write past Django's models."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


#: A change, and by what it reaches the practice.
CHANGES = {
    "its own row": lambda p: Practice.objects.filter(pk=p.pk).update(title="Other"),
    "past Django": lambda p: raw("UPDATE catalogue_practice SET title = 'Other'"),
    "a new sector": lambda p: p.sectors.add(make_sector()),
    "a lost sector": lambda p: p.sectors.clear(),
    "a sector's label": lambda p: p.sectors.update(label="Other"),
    "a body's role": lambda p: p.involvements.update(role="partner"),
    "a lost body": lambda p: p.involvements.all().delete(),
    "a body's name": lambda p: p.organizations.update(name="Other"),
    "a paragraph's number": lambda p: p.basis.get().paragraph.save(),
    "a resolution's status": lambda p: Resolution.objects.update(status="draft"),
    "an event's title": lambda p: p.events.update(title="Other"),
    "a country's region": lambda p: p.countries.update(region=make_region()),
    "evidence": lambda p: p.evidence.create(kind="monitored", by_whom="x", finding="y"),
    "a source's address": lambda p: Source.objects.filter(practicecitations__practice=p).update(
        url_opened=False
    ),
    "a new source": lambda p: p.citations.create(source=make_source()),
    "a lost source": lambda p: p.citations.all().delete(),
}


@pytest.fixture
def practice():
    """Return a practice that is tied to one of everything, beside another that is not."""
    make_practice()
    return make_practice(
        countries=[make_country()], events=[make_event()], paragraphs=[make_paragraph()]
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_touches_the_practice_and_no_other(practice, change):
    before = current_version()
    if change == "past Django":
        Practice.objects.exclude(pk=practice.pk).delete()
        before = current_version()
    CHANGES[change](practice)
    assert touched_keys("practice", before) == {practice.pk}


def test_a_body_touches_its_parts_and_its_events():
    body = make_organization()
    part, event = make_organization(parent=body), make_event(organizations=[body])
    before = current_version()
    Organization.objects.filter(pk=body.pk).update(name="Other")
    assert touched_keys("organization", before) == {body.pk, part.pk}
    assert touched_keys("event", before) == {event.pk}
    assert touched_keys("practice", before) == set()


def test_a_source_touches_every_record_that_cites_it_whatever_its_noun():
    source = make_source()
    citing = {
        "practice": make_practice(sources=[source]),
        "event": make_event(),
        "organization": make_organization(),
        "resolution": make_resolution(),
    }
    for noun in ("event", "organization", "resolution"):
        citing[noun].citations.create(source=source)
    before = current_version()
    Source.objects.filter(pk=source.pk).update(url_opened=False)
    for noun, record in citing.items():
        assert touched_keys(noun, before) == {record.pk}


def test_what_no_list_shows_touches_no_record_but_changes_the_version():
    practice, other = make_practice(), make_practice()
    before = current_version()
    practice.relations.create(other=other, kind="related")
    assert current_version() != before
    assert touched_keys("practice", before) == set()


def test_a_term_that_moves_in_its_tree_touches_every_record():
    practice, parent = make_practice(), make_sector()
    before = current_version()
    practice.sectors.update(parent=parent)
    assert touched_keys("practice", before) is None
    assert touched_keys("organization", before) == set()


def test_the_measures_of_a_paragraph_touch_its_resolution():
    paragraph = make_paragraph()
    before = current_version()
    paragraph.measures.add(make_measure())
    assert touched_keys("resolution", before) == {paragraph.resolution_id}


def test_a_state_that_was_rolled_back_is_known_for_no_earlier_one():
    make_practice()
    with transaction.atomic():
        make_practice()
        lost = current_version()
        transaction.set_rollback(True)
    make_practice()
    assert touched_keys("practice", lost) is None


def test_too_many_touched_records_are_not_named():
    before = current_version()
    Change.objects.bulk_create(
        Change(token=0, noun="practice", key=key) for key in range(1, MAX_TOUCHED_KEYS + 2)
    )
    assert touched_keys("practice", before) is None


def test_writing_in_bulk_is_named_once_and_made_known_at_its_end():
    before, heard = current_version(), []
    bulk_write_finished.connect(lambda **kwargs: heard.append(Practice.objects.count()), weak=False)
    receivers = bulk_write_finished.receivers
    with bulk_write():
        for _ in range(3):
            make_practice()
    bulk_write_finished.receivers = receivers[:-1]
    bulk_write_finished.sender_receivers_cache.clear()
    assert heard == [3]
    assert touched_keys("practice", before) is None
    assert Change.objects.filter(pk__gt=before.id).count() == len(tracked_models())


def test_a_bulk_that_fails_leaves_the_log_at_work():
    before = current_version()
    with pytest.raises(ZeroDivisionError):
        write_in_vain()
    assert current_version() == before
    make_practice()
    assert current_version() != before


def write_in_vain():
    """Fail in the middle of writing."""
    with bulk_write():
        make_practice()
        raise ZeroDivisionError


@pytest.mark.parametrize("noun", [PRACTICE, EVENT, ORGANIZATION, RESOLUTION])
def test_a_noun_leans_on_everything_that_its_facets_show(noun):
    model = noun.public().model
    watched = {part for path in model.index_dependencies for part in prefixes(path)}
    for name, facet in noun.filterset.list_facets().items():
        for path in getattr(facet, "paths", [facet.field_name]):
            relation = relations(model, path)
            assert not relation or relation in watched, f"{name}: {path}"


def prefixes(path):
    """Return a path and everything it passes."""
    parts = path.split("__")
    return {"__".join(parts[:length]) for length in range(1, len(parts) + 1)}


def relations(model, path):
    """Return the part of a path that leads to other tables, by the rows between."""
    passed, options = [], model._meta
    for part in path.split("__"):
        field = options.get_field(part)
        if not field.is_relation:
            break
        through = getattr(getattr(field, "remote_field", None), "through", None)
        if through is not None and not through._meta.auto_created:
            owner = next(f for f in through._meta.fields if f.related_model is options.model)
            other = next(f for f in through._meta.fields if f.related_model is field.related_model)
            passed += [owner.remote_field.get_accessor_name(), other.name]
        else:
            passed.append(part)
        options = field.related_model._meta
    return "__".join(passed)
