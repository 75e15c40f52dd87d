"""Every rule of the database speaks in words at its field, in forms and in imports."""

import re

import pytest
from django.apps import apps
from django.utils.html import strip_tags

from tests import factories
from tests.admin.desk import filled_in, list_address, save
from tests.admin.records import EVERY, make_crosswalk_entry, make_mark
from tests.imports.tables import NEW, errors, look, written

pytestmark = pytest.mark.django_db

NOUNS = ("practice", "event", "organization", "resolution")
#: Rules about fields that no form and no column has: the workflow and machines fill these in.
NOT_TYPED = {
    *(f"{noun}_status_is_a_known_one" for noun in NOUNS),
    *(f"published_{noun}_knows_when_it_was_published" for noun in NOUNS),
    *(f"withdrawn_{noun}_says_why" for noun in NOUNS),
    *(f"only_a_withdrawn_{noun}_is_a_duplicate_of_another_one" for noun in NOUNS),
    "a_revision_of_practice_is_never_public_itself",
    "a_revision_of_event_is_never_public_itself",
    "a_published_practice_has_a_title_and_a_summary",
    "a_paragraph_has_a_code_exactly_when_its_number_is_known",
    "a_record_has_one_proposed_change",
    "a_failing_link_knows_since_when",
    "linkcheck_address_is_http_or_https",
    "a_missed_search_is_counted_once_a_month",
    "an_import_is_in_a_known_state",
    "an_import_knows_when_it_was_applied",
}


def typed(noun, **changes):
    """Return a violation: a record of a noun with other texts in its form."""
    return lambda: (EVERY[noun](), changes)


def itself(noun, field):
    """Return a violation: a record that names itself."""

    def violate():
        record = EVERY[noun]()
        return record, {field: str(record.pk)}

    return violate


def row_twice(noun, relation, /, **texts):
    """Return a violation: the same row two times; a text may be a function that makes a record."""

    def violate():
        record = EVERY[noun]()
        row = {name: str(text().pk) if callable(text) else text for name, text in texts.items()}
        changes = {f"{relation}__TOTAL_FORMS": "2", f"{relation}__INITIAL_FORMS": "0"}
        for number in range(2):
            changes |= {f"{relation}__{number}__{name}": text for name, text in row.items()}
        return record, changes

    return violate


def same_address():
    factories.make_source(url="https://example.org/one", title="Compendium")
    return EVERY["source"](), {"url": "https://example.org/one"}


def same_cell():
    mark, other = make_mark(), make_mark()
    return other, {"sector": str(mark.sector_id), "measure": str(mark.measure_id)}


def same_pair():
    entry, other = make_crosswalk_entry(), make_crosswalk_entry()
    return other, {
        "from_paragraph": str(entry.to_paragraph_id), "to_paragraph": str(entry.from_paragraph_id),
    }  # fmt: skip


def paired_with_itself():
    entry = make_crosswalk_entry()
    return entry, {"to_paragraph": str(entry.from_paragraph_id)}


def related_to_itself():
    practice = EVERY["practice"]()
    return practice, {
        "relations__TOTAL_FORMS": "1", "relations__0__other": str(practice.pk),
        "relations__0__kind": "related",
    }  # fmt: skip


CITED = {"source": factories.make_source, "locator": "p. 23"}
#: A form for each rule: a record, and what is typed into its form.
FORMS = {
    "a_verdict_on_practice_has_its_date": typed("practice", verdict="confirmed"),
    "a_verdict_on_event_has_its_date": typed("event", verdict="confirmed"),
    "practice_ended_is_not_before_started": typed("practice", started="2018", ended="2015"),
    "a_practice_summary_has_at_most_600_characters": typed("practice", summary="x" * 601),
    "event_end_is_not_before_start": typed("event", end="2018-04-23"),
    "organization_ended_is_not_before_founded": typed("organization", founded="2005", ended="2004"),
    "organization_website_is_http_or_https": typed("organization", website="ftp://example.org/"),
    "organization_parent_is_another_organization": itself("organization", "parent"),
    "organization_successor_is_another_organization": itself("organization", "successor"),
    "sector_parent_is_another_sector": itself("sector", "parent"),
    "measure_parent_is_another_measure": itself("measure", "parent"),
    "threat_parent_is_another_threat": itself("threat", "parent"),
    "region_parent_is_another_region": itself("region", "parent"),
    "resolution_url_is_http_or_https": typed("resolution", url="mailto:a@b.org"),
    "a_resolution_was_adopted_in_its_year": typed("resolution", adopted_on="1 January 2016"),
    "a_source_has_a_title_or_an_address": typed("source", title="\u200b", url=""),
    "source_url_is_http_or_https": typed("source", url="ftp://example.org/"),
    "source_other_url_is_http_or_https": typed("source", other_url="javascript:alert(1)"),
    "source_archived_url_is_http_or_https": typed("source", archived_url="file:///etc"),
    "an_address_is_one_source": same_address,
    "a_paragraph_number_is_unique_in_its_resolution": row_twice(
        "resolution", "paragraphs", number="3", order="1", summary="Asks."
    ),
    "only_a_known_paragraph_number_is_confirmed": typed(
        "operativeparagraph", number="", number_confirmed="on"
    ),
    "a_preamble_names_a_stream_once": row_twice(
        "resolution", "streams", name="planning", measure=factories.make_measure
    ),
    "an_empty_cell_has_a_row_and_a_column": typed("notapplicable", measure=""),
    "an_empty_cell_is_marked_once": same_cell,
    "two_paragraphs_are_in_the_crosswalk_once": same_pair,
    "the_crosswalk_leads_to_another_paragraph": paired_with_itself,
    "an_organization_has_a_role_in_an_event_once": row_twice(
        "event", "participations", organization=factories.make_organization, role="organizer",
        position="1",
    ),
    "an_organization_has_a_role_in_a_practice_once": row_twice(
        "practice", "involvements", organization=factories.make_organization, role="lead",
        position="1",
    ),
    "a_practice_answers_a_paragraph_once": row_twice(
        "practice", "basis", paragraph=factories.make_paragraph, relation="cites", position="1"
    ),
    "a_practice_is_related_once_in_a_way": row_twice(
        "practice", "relations", other=factories.make_practice, kind="related"
    ),
    "a_practice_is_related_to_another_one": related_to_itself,
    "a_practice_cites_a_place_once": row_twice("practice", "citations", position="1", **CITED),
    "an_event_cites_a_place_once": row_twice("event", "citations", position="1", **CITED),
    "an_organization_cites_a_place_once": row_twice(
        "organization", "citations", position="1", **CITED
    ),
    "a_resolution_cites_a_place_once": row_twice("resolution", "citations", position="1", **CITED),
    **{
        f"a{'n' * (noun == 'organization')}_{noun}_has_another_name_once": row_twice(
            noun, "other_names", name="Mall", position="1"
        )
        for noun in ("sector", "measure", "threat", "country", "organization")
    },
}  # fmt: skip
#: For each rule that a table can break, cells of a new row.
TABLES = {
    "a_verdict_on_practice_has_its_date": {"verification_verdict": "confirmed"},
    "practice_ended_is_not_before_started": {"started": "2018", "ended": "2015"},
    "a_practice_summary_has_at_most_600_characters": {"summary": "x" * 601},
    "source_url_is_http_or_https": {"sources_url": "ftp://example.org/"},
    "a_source_has_a_title_or_an_address": {"sources_title": "", "sources_locator": "p. 1"},
    "a_practice_cites_a_place_once": {"sources_title": "T|T", "sources_locator": "p. 1|p. 1"},
    "event_end_is_not_before_start": {"end": "2018-04-23"},
    "organization_ended_is_not_before_founded": {"founded": "2005", "ended": "2004"},
    "organization_website_is_http_or_https": {"website": "ftp://example.org/"},
    "resolution_url_is_http_or_https": {"url": "mailto:a@b.org"},
    "a_resolution_was_adopted_in_its_year": {"adopted": "2016-01-01"},
}


def all_rules():
    """Return the rules of all models by name."""
    app = apps.get_app_config("catalogue")
    return {rule.name: rule for model in app.get_models() for rule in model._meta.constraints}


def test_every_rule_is_violated_here_or_cannot_be_typed():
    assert NOT_TYPED | set(FORMS) == set(all_rules())
    assert not NOT_TYPED & set(FORMS)
    assert set(TABLES) <= set(FORMS)


def assert_in_words(texts):
    """Check that there are errors, and that none shows the name or text of a constraint."""
    assert texts
    for text in map(strip_tags, texts):
        assert not re.search(r"\w_\w+_\w|onstraint|UNIQUE|violate|relation \"", text)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_it_at_its_field(name, seat):
    record, changes = FORMS[name]()
    answer = save(seat("superuser"), record, **changes)
    assert answer.status_code == 200
    assert_in_words([str(error) for error in answer.context["errors"]])
    form = answer.context["adminform"].form
    rows = [row for each in answer.context["inline_admin_formsets"] for row in each.formset.forms]
    at = all_rules()[name].at
    assert any(at in each.errors or "__all__" in each.errors for each in [form, *rows])
    page = answer.content.decode()
    assert name not in page


@pytest.mark.parametrize("name", TABLES)
def test_an_import_says_it_at_a_cell(name, person):
    noun = next((noun for noun in NOUNS[1:] if f"{noun}_" in name), "practice")
    key = {"code": ""} if noun in ("practice", "event") else {}
    row = key | NEW[noun] | TABLES[name]
    found = look(written(row), apps.get_model("catalogue", noun), person("editor"))
    assert_in_words([text for _row, _column, text in errors(found)])
    assert all(column for _row, column, _text in errors(found))


def test_a_source_that_is_there_is_named_and_linked(editor):
    there = factories.make_source(url="https://example.org/one", title="Compendium <2018>")
    page = editor.get(list_address("source", "add"))
    answer = editor.post(list_address("source", "add"), filled_in(page, url=there.url))
    (said,) = answer.context["adminform"].form.errors["url"]
    assert said == (
        "Another source has this address. It is “<a "
        f'href="/admin/catalogue/source/{there.pk}/change/" target="_blank">'
        "Compendium &lt;2018&gt;</a>”."
    )
    assert said in answer.content.decode()


def test_a_unique_text_that_is_taken_leads_to_its_record(seat):
    there = factories.make_organization(name="ICAO", slug="icao")
    answer = save(seat("reviewer"), EVERY["organization"](), slug="icao")
    assert f"/admin/catalogue/organization/{there.pk}/change/" in str(
        answer.context["adminform"].form.errors["slug"]
    )


def test_an_error_of_a_field_that_the_form_lacks_stands_above_the_form(editor, monkeypatch):
    monkeypatch.setattr(all_rules()["practice_ended_is_not_before_started"], "at", "published_at")
    answer = save(editor, EVERY["practice"](), started="2018", ended="2015")
    assert "The end is before the start." in answer.context["adminform"].form.non_field_errors()
