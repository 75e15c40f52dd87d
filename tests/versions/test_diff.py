"""Any two versions are compared field by field; an old one becomes the newest again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.models import Practice
from catalogue.versions import content, history
from catalogue.versions.diff import compare_contents, diff_words
from tests.admin.desk import address
from tests.admin.records import (
    make_paragraph,
    make_practice,
    make_sector,
    make_source,
)
from tests.factories import record_changes
from tests.sizes import count_cases
from tests.versions.desk import change

pytestmark = pytest.mark.django_db


def compare(client, record, one, other):
    """Return what the page of a comparison says of each field: (label, out, in)."""
    page = client.get(address(record, "compare"), {"from": one.pk, "to": other.pk})
    assert page.status_code == 200
    return {
        field.label: (
            field.removed or [p.text for p in field.pieces if p.where == "before"],
            field.added or [p.text for p in field.pieces if p.where == "after"],
        )
        for field in page.context["fields"]
    }


def test_words_that_were_put_in_and_taken_out_are_shown(editor):
    practice = make_practice(summary="Guards search every visitor at the gate.")
    one = change(practice)
    two = change(practice, summary="Guards search most visitors at the main gate.", started=2018)
    assert compare(editor, practice, one, two) == {
        "Summary": (["every visitor "], ["most visitors ", "main "]),
        "Started": ([], ["2018"]),
    }
    page = editor.get(address(practice, "compare")).content.decode()
    assert '<del><span class="visually-hidden">removed: </span>every visitor </del>' in page
    assert '<ins><span class="visually-hidden">added: </span>main </ins>' in page
    assert "style=" not in page.partition('id="content-main"')[2].partition("</div>")[0]


def test_names_that_were_added_and_removed_are_shown(editor):
    old, new = make_sector(label="Aviation"), make_sector(label="Rail")
    practice = make_practice()
    practice.sectors.set([old])
    one = change(practice)
    practice.sectors.set([new])
    two = change(practice)
    assert compare(editor, practice, one, two) == {"Sectors": (["Aviation"], ["Rail"])}


def test_rows_are_shown_as_lines(editor):
    source = make_source(title="A compendium")
    practice = make_practice(sources=[source])
    one = change(practice)
    practice.citations.update(locator="p. 4", quotation="Risks first.")
    practice.evidence.create(kind="monitored", by_whom="An auditor", finding="It helped.")
    two = change(practice)
    label = content.field_label(Practice, "citations")
    assert compare(editor, practice, one, two) == {
        label: (["A compendium"], ["A compendium · p. 4 · Risks first."]),
        "Evidence": ([], ["Monitored · An auditor · It helped."]),
    }


def test_another_order_is_a_difference(editor):
    sources = [make_source(title="First"), make_source(title="Second")]
    practice = make_practice(sources=[])
    rows = [practice.citations.create(source=s, position=n) for n, s in enumerate(sources)]
    one = change(practice)
    for row, position in zip(rows, (1, 0), strict=True):
        row.position = position
        row.save()
    two = change(practice)
    page = editor.get(address(practice, "compare"), {"from": one.pk, "to": two.pk})
    assert [(f.removed, f.added, f.pieces) for f in page.context["fields"]] == [([], [], ())]
    assert "Another order" in page.content.decode()


def test_a_line_that_stands_there_twice_is_counted_twice():
    practice = make_practice()
    for _ in range(2):
        practice.evidence.create(kind="monitored", by_whom="A", finding="B")
    one = change(practice)
    practice.evidence.first().delete()
    two = change(practice)
    [found] = compare_contents(Practice, content.read_version(one), content.read_version(two))
    assert (found.removed, found.added) == (["Monitored · A · B"], [])


def test_a_change_in_the_measures_of_a_paragraph_is_seen():
    paragraph = make_paragraph()
    one = change(paragraph.resolution)
    with record_changes(comment="Changed."):
        paragraph.measures.set([make_practice().measures.get()])
        history.add_version(paragraph.resolution)
    two = history.get_versions(paragraph.resolution).first()
    model = type(paragraph.resolution)
    assert len(compare_contents(model, content.read_version(one), content.read_version(two))) == 1


def test_any_two_versions_are_compared_the_older_one_first(editor):
    practice = make_practice()
    first, _, third = (change(practice, title=title) for title in ("One", "Two", "Three"))
    for pair in ((first, third), (third, first)):
        assert compare(editor, practice, *pair) == {"Title": (["One"], ["Three"])}
    assert compare(editor, practice, first, first) == {}


def test_versions_of_others_and_nonsense_are_not_compared(editor):
    practice, other = make_practice(), make_practice()
    mine, theirs = change(practice), change(other)
    for asked in ({"from": mine.pk, "to": theirs.pk}, {"from": "x", "to": mine.pk}):
        assert editor.get(address(practice, "compare"), asked).status_code == 404


def test_a_record_with_one_version_or_none_says_so(editor):
    practice = make_practice()
    assert "There is only one version." in editor.get(address(practice, "compare")).text
    assert "This record has no history yet." in editor.get(address(practice, "history")).text


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
@settings(max_examples=count_cases(60, 400), deadline=None)
def test_the_pieces_put_together_are_both_texts(before, after):
    found = list(diff_words(before, after))
    assert "".join(p.text for p in found if p.where != "after") == before
    assert "".join(p.text for p in found if p.where != "before") == after
