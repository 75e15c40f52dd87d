"""The rules that the database keeps, each violated once, by their names."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from catalogue import models
from catalogue.core.constraints import explain_database_error
from tests import factories as make

pytestmark = pytest.mark.django_db


def update(record, **fields):
    """Write past the checks of the model, as a script or another program would."""
    type(record).objects.filter(pk=record.pk).update(**fields)


def itself(make_record, field):
    """Return a violation: a record that names itself."""
    return lambda: update(make_record(), **{field: F("pk")})


def twice(rows, **fields):
    """Return a violation: the same row of a record two times."""

    def violate():
        related, values = rows(), fields
        extra = values.pop("make")()
        related.create(**extra, **values)
        related.create(**extra, **values)

    return violate


def publishable(name, make_record):
    """Return the violations of the rules that every record with a status has."""
    return {
        f"{name}_status_is_a_known_one": lambda: update(make_record(), status="secret"),
        f"published_{name}_knows_when_it_was_published": lambda: update(
            make_record(), published_at=None
        ),
        f"withdrawn_{name}_says_why": lambda: update(make_record(), status="withdrawn"),
        f"only_a_withdrawn_{name}_is_a_duplicate_of_another_one": lambda: update(
            make_record(), merged_into=make_record()
        ),
    }


def curated(name, make_record):
    """Return the violations of the rules that every record under stewardship has."""
    return publishable(name, make_record) | {
        f"a_verdict_on_{name}_has_its_date": lambda: update(make_record(), verdict="confirmed"),
        f"a_revision_of_{name}_is_never_public_itself": lambda: update(
            make_record(), revises=make_record()
        ),
    }


def propose_twice():
    kind = ContentType.objects.get_for_model(models.Organization)
    for _ in range(2):
        models.ProposedChange.objects.create(content_type=kind, object_id=1, reason="Twice")


def relate_twice():
    first, second = make.make_practice(), make.make_practice()
    for _ in range(2):
        first.relations.create(other=second, kind="related")


def relate_to_itself():
    practice = make.make_practice()
    practice.relations.create(other=practice, kind="related")


def cite_twice(make_record):
    def violate():
        record, source = make_record(), make.make_source()
        for _ in range(2):
            record.citations.create(source=source, locator="p. 23")

    return violate


def name_twice(make_record):
    def violate():
        record = make_record()
        for _ in range(2):
            record.other_names.create(name="Mall")

    return violate


def mark_twice():
    cell = {"sector": make.make_sector(), "threat": make.make_threat()}
    for _ in range(2):
        models.NotApplicable.objects.create(**cell, reason="x")


def pair(from_paragraph, to_paragraph):
    models.CrosswalkEntry.objects.create(
        from_paragraph=from_paragraph, to_paragraph=to_paragraph, relation="overlaps",
        reason="x", judged_by="editors",
    )  # fmt: skip


def pair_twice():
    one, other = make.make_paragraph(), make.make_paragraph()
    pair(one, other)
    pair(other, one)


def pair_with_itself():
    paragraph = make.make_paragraph()
    pair(paragraph, paragraph)


def same_number_twice():
    resolution = make.make_resolution(2341)
    make.make_paragraph(resolution, "3")
    update(make.make_paragraph(resolution, "4"), number="3")


def source(**fields):
    return lambda: models.Source.objects.create(**fields)


def importing(**fields):
    def violate():
        by = User.objects.create_user("somebody")
        models.Import.objects.create(noun="practice", name="x.csv", file=b"x", by=by, **fields)

    return violate


def same_address_twice():
    for _ in range(2):
        make.make_source(url="https://example.org/one")


VIOLATIONS = {
    **curated("practice", make.make_practice),
    **curated("event", make.make_event),
    **publishable("organization", make.make_organization),
    **publishable("resolution", make.make_resolution),
    "sector_parent_is_another_sector": itself(make.make_sector, "parent"),
    "measure_parent_is_another_measure": itself(make.make_measure, "parent"),
    "threat_parent_is_another_threat": itself(make.make_threat, "parent"),
    "region_parent_is_another_region": itself(make.make_region, "parent"),
    "organization_parent_is_another_organization": itself(make.make_organization, "parent"),
    "organization_successor_is_another_organization": itself(make.make_organization, "successor"),
    "organization_ended_is_not_before_founded": lambda: make.make_organization(
        founded=2005, ended=2004
    ),
    "organization_website_is_http_or_https": lambda: make.make_organization(
        website="javascript:alert(1)"
    ),
    "a_record_has_one_proposed_change": propose_twice,
    "a_source_has_a_title_or_an_address": source(publisher="nobody"),
    "an_address_is_one_source": same_address_twice,
    "a_failing_link_knows_since_when": lambda: make.make_check(
        make.make_source(), failed_days=1, failing_since=None
    ),
    "linkcheck_address_is_http_or_https": lambda: make.make_check(
        make.make_source(), address="ftp://example.org/"
    ),
    "source_url_is_http_or_https": source(url="ftp://example.org/"),
    "source_other_url_is_http_or_https": source(title="T", other_url="javascript:alert(1)"),
    "source_archived_url_is_http_or_https": source(title="T", archived_url="file:///etc"),
    "resolution_url_is_http_or_https": lambda: make.make_resolution(url="mailto:a@b.org"),
    "a_resolution_was_adopted_in_its_year": lambda: make.make_resolution(
        adopted_on=datetime.date(2016, 1, 1)
    ),
    "a_paragraph_number_is_unique_in_its_resolution": same_number_twice,
    "a_paragraph_has_a_code_exactly_when_its_number_is_known": lambda: update(
        make.make_paragraph(), code=None
    ),
    "only_a_known_paragraph_number_is_confirmed": lambda: make.make_paragraph(
        number="", number_confirmed=True
    ),
    "a_preamble_names_a_stream_once": twice(
        lambda: make.make_resolution().streams,
        make=lambda: {"measure": make.make_measure()},
        name="planning",
    ),
    "an_empty_cell_has_a_row_and_a_column": lambda: models.NotApplicable.objects.create(
        sector=make.make_sector(), reason="x"
    ),
    "an_empty_cell_is_marked_once": mark_twice,
    "a_sector_has_another_name_once": name_twice(make.make_sector),
    "a_measure_has_another_name_once": name_twice(make.make_measure),
    "a_threat_has_another_name_once": name_twice(make.make_threat),
    "a_country_has_another_name_once": name_twice(make.make_country),
    "an_organization_has_another_name_once": name_twice(make.make_organization),
    "two_paragraphs_are_in_the_crosswalk_once": pair_twice,
    "the_crosswalk_leads_to_another_paragraph": pair_with_itself,
    "event_end_is_not_before_start": lambda: make.make_event(end=datetime.date(2018, 4, 23)),
    "an_organization_has_a_role_in_an_event_once": twice(
        lambda: make.make_event().participations,
        make=lambda: {"organization": make.make_organization()},
        role="organizer",
    ),
    "practice_ended_is_not_before_started": lambda: make.make_practice(started=2018, ended=2017),
    "a_practice_summary_has_at_most_600_characters": lambda: make.make_practice(summary="x" * 601),
    "a_published_practice_has_a_title_and_a_summary": lambda: make.make_practice(summary=""),
    "an_organization_has_a_role_in_a_practice_once": twice(
        lambda: make.make_practice().involvements,
        make=lambda: {"organization": make.make_organization()},
        role="lead",
    ),
    "a_practice_answers_a_paragraph_once": twice(
        lambda: make.make_practice().basis,
        make=lambda: {"paragraph": make.make_paragraph()},
        relation="cites",
    ),
    "a_practice_is_related_once_in_a_way": relate_twice,
    "a_practice_is_related_to_another_one": relate_to_itself,
    "a_practice_cites_a_place_once": cite_twice(make.make_practice),
    "an_event_cites_a_place_once": cite_twice(make.make_event),
    "an_organization_cites_a_place_once": cite_twice(make.make_organization),
    "a_resolution_cites_a_place_once": cite_twice(make.make_resolution),
    "a_missed_search_is_counted_once_a_month": twice(
        lambda: models.MissedSearch.objects,
        make=dict,
        month=datetime.date(2026, 12, 1),
        words="x",
        times=1,
    ),
    "an_import_is_in_a_known_state": importing(state="lost", applied_at=timezone.now()),
    "an_import_knows_when_it_was_applied": importing(state="applied"),
}


def constraints():
    """Return the constraints of all models by name."""
    app = apps.get_app_config("catalogue")
    return {each.name: each for model in app.get_models() for each in model._meta.constraints}


def test_every_rule_has_a_test_that_violates_it():
    assert set(VIOLATIONS) == set(constraints())


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_database_refuses_what_violates(name):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        VIOLATIONS[name]()
    said = str(refused.value)
    # SQLite names the columns of a broken unique rule. Where a value is too long, PostgreSQL's
    # type refuses it before the rule is asked.
    columns = getattr(constraints()[name], "fields", ())
    assert name in said or any(column in said for column in columns) or "too long" in said
    if "too long" not in said:  # and people are told in words, which are those of the rule
        rule = constraints()[name]
        assert explain_database_error(refused.value).message_dict == {rule.at: [rule.says]}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_rule_says_at_its_field_what_to_do(name):
    rule = constraints()[name]
    every = apps.get_app_config("catalogue").get_models()
    model = next(each for each in every if rule in each._meta.constraints)
    assert rule.at == NON_FIELD_ERRORS or model._meta.get_field(rule.at)
    assert "_" not in rule.says
    assert rule.says.endswith(".")


def test_a_unique_field_is_refused_in_words():
    make.make_sector(slug="aviation")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make.make_sector(slug="aviation")
    words = {"slug": ["Another record has this already."]}
    assert explain_database_error(refused.value).message_dict == words
