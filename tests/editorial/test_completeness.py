"""An editor sees what a record still lacks: to be published, and to be a good one."""

import re

import pytest

from tests import factories
from tests.admin.conftest import make_person
from tests.admin.desk import address
from tests.admin.records import PUBLISHABLE, make_event, make_practice

pytestmark = pytest.mark.django_db


def meter(client, record) -> tuple[int, int]:
    """Return how many of how many recommended things a page says that there are."""
    page = client.get(address(record)).text
    found = re.search(r'<progress id="recommended" max="(\d+)" value="(\d+)">', page)
    return int(found[2]), int(found[1])


def wanted(client, record) -> set[str]:
    """Return the things that a page says are worth adding."""
    return {
        str(each.label) for each in page_of(client, record).context["completeness"]["recommended"]
    }


def page_of(client, record):
    return client.get(address(record))


def test_what_is_needed_for_publication_is_what_the_record_says(editor):
    practice = make_practice(sectors=[], sources=[])
    page = page_of(editor, practice)
    needed = page.context["completeness"]["required"]
    assert needed == practice.missing_for_publication() == ["a sector", "a citation"]
    assert page.text.count("a sector, a citation") == 1


def test_a_practice_of_which_all_is_said_is_complete(editor):
    texts = ["how_it_works", "results", "limits", "safeguards"]
    practice = make_practice(
        threats=[factories.make_threat()],
        countries=[factories.make_country()],
        paragraphs=[factories.make_paragraph()],
        started=2018,
        last_verified_on="2026-01-01",
        **dict.fromkeys(texts, "Text."),
    )
    practice.evidence.create(kind="monitored", by_whom="Auditors", finding="It works.")
    assert wanted(editor, practice) == {"a page or section in each citation"}
    practice.citations.update(locator="p. 3")
    there, of = meter(editor, practice)
    assert there == of == 11


@pytest.mark.parametrize("noun", PUBLISHABLE)
def test_each_noun_has_a_meter_and_every_link_leads_into_the_form(editor, noun):
    record = PUBLISHABLE[noun]()
    page = page_of(editor, record)
    there, of = meter(editor, record)
    assert 0 <= there < of
    for each in page.context["completeness"]["recommended"]:
        assert f'href="#{each.anchor}"' in page.text
        assert f'id="{each.anchor}"' in page.text, each.anchor


def test_what_is_put_in_is_no_longer_wanted(editor):
    event = make_event(country=None, city="")
    assert "city or country" in wanted(editor, event)
    event.city = "Tokyo"
    event.save()
    assert "city or country" not in wanted(editor, event)


def test_a_record_that_is_not_changed_here_has_no_links_to_its_fields(editor):
    page = page_of(editor, make_practice(status="published"))
    assert "Worth adding:" in page.text
    assert 'href="#id_' not in page.text


def test_a_new_record_has_no_meter_yet(editor):
    assert "<progress" not in editor.get("/admin/catalogue/practice/add/").text
    assert make_person("guest").pk
