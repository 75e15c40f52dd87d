"""Likely doubles are shown with links and a reason while a record is written, never in the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.editorial.duplicates import DuplicateKeys, find_duplicates
from catalogue.models import Event, Practice
from tests import factories
from tests.admin.desk import address, filled_in, list_address, said, save
from tests.admin.records import make_event, make_practice, make_source

pytestmark = pytest.mark.django_db
TITLE = "Road map for the protection of vulnerable targets"


def found(record) -> dict:
    """Return the reasons for each record that may be the same."""
    return {each.record: each.reason for each in find_duplicates(record)}


def public(**fields):
    return factories.make_practice(**{"status": "published"} | fields)


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn"])
def test_a_similar_title_in_the_same_country_is_found_whatever_its_status(status):
    kenya = factories.make_country(name="Kenya")
    other = public(title=TITLE, countries=[kenya], status=status, withdrawal_reason="Superseded.")
    mine = make_practice(title="Road map: protecting vulnerable targets", countries=[kenya])
    assert found(mine) == {other: "a similar title, in common: Kenya"}


def test_a_similar_title_of_the_same_body_is_found():
    body = factories.make_organization(name="OSCE", acronym="")
    other = public(title=TITLE, organizations=[body])
    mine = make_practice(
        title="Road maps for protection of vulnerable targets", organizations=[body]
    )
    assert found(mine) == {other: "a similar title, in common: OSCE"}


def test_a_similar_title_elsewhere_is_no_double():
    public(title=TITLE, countries=[factories.make_country()])
    mine = make_practice(
        title="Road map: protecting vulnerable targets", countries=[factories.make_country()]
    )
    assert found(mine) == {}


def test_the_same_words_in_another_order_are_found_anywhere():
    other = public(title=TITLE)
    mine = make_practice(title="Vulnerable targets: road map for the protection of the")
    assert found(mine) == {other: "a similar title"}


def test_other_words_are_no_double():
    public(title="Screening of passengers at airports")
    assert found(make_practice(title=TITLE)) == {}


def test_the_same_source_is_found():
    source = make_source()
    other = public(title="Screening of passengers", sources=[source])
    assert found(make_practice(title=TITLE, sources=[source])) == {other: "the same source"}


@pytest.mark.parametrize(
    "addresses",
    [
        {"url": "http://www.example.org/report"},
        {"url": "https://example.org/report/?utm_source=mail"},
        {"other_url": "https://example.org/report"},
        {"archived_url": "https://example.org/report"},
    ],
)
def test_the_same_address_written_otherwise_is_found(addresses):
    other = public(title="Screening of passengers", sources=[make_source(**addresses)])
    mine = make_practice(title=TITLE, sources=[make_source(url="https://example.org/report")])
    assert found(mine) == {other: "the same source"}


def test_a_collection_that_many_cite_says_little():
    source = make_source()
    for number in range(6):
        public(title=f"{number} {'abcdef'[number] * 9}", sources=[source])
    near = public(title="Guards at hotels of the coast", sources=[source])
    mine = make_practice(title="Guards for hotels at the coast road", sources=[source])
    assert set(found(mine)) == {near}


def test_a_revision_is_no_double_of_what_it_revises(editor):
    practice = public(title=TITLE)
    editor.post(address(practice, "revise"))
    copy = Practice.objects.get(revises=practice)
    assert found(copy) == {}
    assert found(practice) == {}


def test_the_page_of_a_revision_is_silent_about_doubles(editor):
    public(title=TITLE)
    practice = public(title=TITLE)
    editor.post(address(practice, "revise"))
    page = editor.get(address(Practice.objects.get(revises=practice))).text
    assert "Possible duplicates" not in page


def test_an_event_of_the_same_days_is_a_double_and_that_of_next_year_is_not():
    japan = factories.make_country()
    title = "Workshop on the protection of soft targets"
    same = make_event(title=title, country=japan, start="2018-04-24", end=None)
    make_event(title=title, country=japan, start="2019-04-24", end=None)
    mine = make_event(title=title, country=japan, start="2018-04-20", end=None)
    mine.refresh_from_db()
    assert set(found(mine)) == {same}


def test_values_that_are_no_record_yet_are_compared_too():
    kenya = factories.make_country()
    other = public(title=TITLE, countries=[kenya])
    asked = DuplicateKeys(Practice, title=TITLE, countries=frozenset([kenya.pk]))
    assert [each.record for each in find_duplicates(asked)] == [other]
    assert find_duplicates(DuplicateKeys(Event, title=TITLE)) == []
    assert find_duplicates(DuplicateKeys(Practice, title="")) == []


def test_it_asks_as_much_for_many_records_as_for_few():
    body, source = factories.make_organization(), make_source()
    mine = make_practice(title=TITLE, organizations=[body], sources=[source])
    counts = []
    for _ in range(2):
        public(title=TITLE, organizations=[body], sources=[source])
        with CaptureQueriesContext(connection) as asked:
            assert find_duplicates(mine)
        counts.append(len(asked))
        for _ in range(8):
            public(title=TITLE, organizations=[body], sources=[source])
    assert counts[0] == counts[1] <= 13
    assert len(find_duplicates(mine)) == 5


def test_the_page_of_a_draft_shows_them_with_links(editor):
    other, mine = public(title=TITLE), make_practice(title=TITLE)
    page = editor.get(address(mine)).text
    assert "Possible duplicates" in page
    assert f'<a href="{address(other)}">{other}</a>' in page
    assert "Possible duplicates" not in editor.get(address(other)).text


def test_after_a_new_record_is_saved_its_editor_is_told(editor):
    other = public(title=TITLE)
    form = filled_in(editor.get(list_address("practice", "add")), title=TITLE, kind="guidance")
    page = editor.post(list_address("practice", "add"), form | {"_save": "1"}, follow=True)
    assert Practice.objects.filter(title=TITLE, status="draft").exists()
    assert f'<a href="{address(other)}">{other}</a> (a similar title)' in said(page)


def test_a_title_cannot_bring_markup_into_the_message(editor):
    public(title=f"{TITLE} <b>now</b>")
    mine = make_practice(title=f"{TITLE} now b b")
    page = editor.get(save(editor, mine, summary="Another summary.").url)
    assert "&lt;b&gt;now" in said(page)


def test_an_organization_with_a_name_or_acronym_of_another_one_is_a_double():
    police = factories.make_organization(
        name="International Criminal Police Organization", acronym="INTERPOL", other_names=["OIPC"]
    )
    for names in (
        {"name": "Interpol", "acronym": ""},
        {"name": "Bureau of Oipc", "acronym": "OIPC"},
    ):
        new = factories.make_organization(**names, status="draft")
        found = find_duplicates(new)
        assert [(each.record, each.reason) for each in found[:1]] == [(police, "the same name")]
        new.delete()


def test_a_title_without_a_country_is_compared_more_strictly():
    older = make_practice(title="Cuerpo de Policía: protección de estadios")
    new = make_practice(title="Policia: proteccion de estadios", status="draft")
    assert [each.record for each in find_duplicates(new)] == [older]
