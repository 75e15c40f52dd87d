"""Working through a task: what is noted or decided in one record, and the way to the next."""

import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests import factories
from tests.admin.conftest import make_person
from tests.admin.desk import address, decide, filled_in, move, save
from tests.admin.records import make_practice, make_source, submit

pytestmark = pytest.mark.django_db
FROM_SOURCES = "?_changelist_filters=task%3Dunopened"
FROM_PARAGRAPHS = "?_changelist_filters=task%3Dunconfirmed"


def next_address(page) -> str | None:
    """Return the address of the next record that a page offers."""
    found = re.search(r'Next: <a href="([^"]+)"', page.text)
    return found[1] if found else None


def note(client, record, query, *, noted="1"):
    """Press the button by which a fact is noted, and return the page that follows."""
    page = client.get(f"{address(record)}{query}")
    (action,) = re.findall(r'action="([^"]+/note/[^"]*)"', page.text)
    return client.post(action, {"noted": noted}, follow=True)


def test_an_editor_notes_one_link_after_the_other(editor):
    sources = [make_source(title=title, url_opened=False) for title in "ABC"]
    make_practice(status="published", sources=sources)
    page = editor.get(f"{address(sources[1])}{FROM_SOURCES}")
    assert next_address(page) == f"{address(sources[2])}{FROM_SOURCES}"
    page = note(editor, sources[1], FROM_SOURCES)
    today = date_format(timezone.localdate(), "j F Y")
    assert f"marked by editor on {today}." in page.text
    assert next_address(page) == f"{address(sources[2])}{FROM_SOURCES}"
    page = note(editor, sources[2], FROM_SOURCES)
    assert next_address(page) == f"{address(sources[0])}{FROM_SOURCES}"
    page = note(editor, sources[0], FROM_SOURCES)
    assert next_address(page) is None
    assert "no others" in page.text
    page = note(editor, sources[0], FROM_SOURCES, noted="0")
    sources[0].refresh_from_db()
    assert not sources[0].url_opened
    assert "marked by" not in page.text


def test_an_editor_confirms_the_number_of_a_public_paragraph(editor):
    paragraph = factories.make_paragraph(factories.make_resolution())
    page = note(editor, paragraph, FROM_PARAGRAPHS)
    paragraph.refresh_from_db()
    assert paragraph.number_confirmed
    assert "marked by editor" in page.text
    unknown = factories.make_paragraph(paragraph.resolution, number="")
    text = editor.get(f"{address(unknown)}{FROM_PARAGRAPHS}").text
    assert "Before you can mark it, add: number." in text
    assert "/note/" not in text


def test_who_ticked_it_in_the_form_is_named_too(editor):
    source = make_source(url_opened=False)
    save(editor, source, url_opened="on")
    assert "marked by editor" in editor.get(address(source)).text
    loaded = make_source(url_opened=True)
    assert "marked by" not in editor.get(address(loaded)).text


def test_a_decision_leads_to_the_next_record_in_review(reviewer):
    writer = make_person("editor")
    first, second, third = (submit(make_practice(), writer) for _ in range(3))
    page = decide(reviewer, first, "publish")
    assert "Waiting for your review" in page.text
    assert next_address(page).startswith((address(second), address(third)))
    page = decide(reviewer, second, "return", text="Which year?")
    assert next_address(page).startswith(address(third))
    place = f"{move(third, 'publish')}?_changelist_filters=task%3Dreview"
    assert place.replace("&", "&amp;") in reviewer.get(next_address(page)).text
    assert "no others" in decide(reviewer, third, place).text


def test_an_unknown_task_in_an_address_shows_nothing(editor):
    source = make_source(url_opened=False)
    for query in ("task%3Dreview", "task%3D%00", "x", "task"):
        page = editor.get(f"{address(source)}?_changelist_filters={query}")
        assert "task" not in page.context
        assert next_address(page) is None


def test_the_note_on_the_reading_of_a_public_paragraph_is_proposed(editor):
    paragraph = factories.make_paragraph(factories.make_resolution())
    place = address(paragraph.resolution, "propose")
    typed = filled_in(editor.get(place), paragraphs__0__note="The number is that of the annex.")
    editor.post(place, typed | {"change_note": "Seen in the PDF.", "_save": "1"})
    text = editor.get(place).text
    assert "The number is that of the annex." in text
