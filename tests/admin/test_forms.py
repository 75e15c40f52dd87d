"""What an editor types is checked before it is saved, and a mistake is shown where it was made."""

import pytest

from catalogue import models
from catalogue.versions.history import get_versions
from catalogue.versions.revisions import begin_revision
from tests import factories
from tests.admin.desk import address, filled_in, list_address, said, save
from tests.admin.records import (
    make_body,
    make_event,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)

FIRST_ROW = "citations__0__"
NEW_ROW = {"citations__TOTAL_FORMS": "2", "citations__1__position": "2"}


def errors(answer):
    """Return all errors of a page that was sent back, as one text."""
    assert answer.status_code == 200
    return "\n".join(str(error) for error in answer.context["errors"])


def test_a_quotation_of_41_words_is_refused(editor):
    answer = save(editor, make_practice(), citations__0__quotation="word " * 41)
    assert "At most 40 words; these are 41." in errors(answer)


def test_a_quotation_of_40_words_is_kept(editor):
    practice = make_practice()
    assert save(editor, practice, citations__0__quotation="word " * 40).status_code == 302
    assert len(practice.citations.get().quotation.split()) == 40


def test_a_practice_cannot_end_before_it_started(editor):
    answer = save(editor, make_practice(), started="2018", ended="2015")
    assert "The end is before the start." in errors(answer)


@pytest.mark.parametrize("field", ["url", "other_url", "archived_url"])
@pytest.mark.parametrize("value", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_an_address_leads_to_the_web_only(editor, field, value):
    assert "Enter a valid URL." in errors(save(editor, make_source(), **{field: value}))


def test_an_address_without_its_scheme_is_taken_for_https(editor):
    source = make_source()
    save(editor, source, url="example.org/report")
    source.refresh_from_db()
    assert source.url == "https://example.org/report"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_sector, "label"),
        (make_practice, "title"),
        (make_event, "city"),
        (make_body, "acronym"),
    ],
)
def test_the_character_that_separates_values_in_files_is_refused(reviewer, make, field):
    answer = save(reviewer, make(), **{field: "one | two"})
    assert "The character | cannot be used here." in errors(answer)


def test_a_summary_has_at_most_600_characters(editor):
    answer = save(editor, make_practice(), summary="x" * 601)
    assert "At most 600 characters; this text has 601." in errors(answer)


def test_what_is_too_long_is_not_cut_and_all_that_is_wrong_is_said(editor):
    said = errors(save(editor, make_source(), language="French language"))
    assert "“French language” is not a language code of ISO 639, for example fr." in said
    assert "At most 8 characters; this text has 15." in said


@pytest.mark.parametrize(
    "day",
    ["29 November 2025", "29 Nov 2025", "29/11/2025", "29.11.2025", "2025-11-29", "Nov 29, 2025"],
)
def test_a_day_is_taken_as_people_write_it_and_shown_in_one_form(editor, day):
    event = make_event()
    assert save(editor, event, start=day, end="").status_code == 302
    event.refresh_from_db()
    assert str(event.start) == "2025-11-29"
    assert 'value="29 November 2025"' in editor.get(address(event)).text


@pytest.mark.parametrize(
    ("make", "field", "text", "says"),
    [
        (make_practice, "started", "14", "Enter a year from 1900 to "),
        (make_practice, "ended", "2206", "Enter a year from 1900 to "),
        (make_body, "founded", "1899", "Enter a year from 1900 to "),
        (make_resolution, "year", "1944", "Enter a year from 1945 to "),
        (make_resolution, "adopted_on", "1 January 1944", "Enter a day in the years 1945 to "),
        (make_resolution, "adopted_on", "1 January 2990", "This day is after today."),
        (make_event, "start", "1 April 0218", "Enter a day in the years 1900 to "),
        (make_event, "end", "1 April 2206", "Enter a day in the years 1900 to "),
        (make_event, "start", "some day", "Enter a day, for example 24 April 2018."),
        (make_practice, "review_due_on", "1 April 2206", "Enter a day in the years 1900 to "),
        (make_practice, "citations__0__accessed_on", "1 April 2206", "This day is after today."),
    ],
)
def test_a_year_that_cannot_be_is_refused_at_its_field(reviewer, make, field, text, says):
    assert says in errors(save(reviewer, make(), **{field: text}))


def test_what_is_typed_is_stored_in_one_form_and_compared_in_it(editor):
    practice = make_practice(title="Réseaux", how_it_works="First\nsecond")
    before = practice.edit_token
    save(editor, practice, title="Re\u0301seaux\u200b ", how_it_works="First\r\nse\xadcond\r\n")
    practice.refresh_from_db()
    assert practice.edit_token == before  # nothing was changed
    assert "This field is required." in errors(save(editor, practice, title="\u200b\u2060 "))
    save(editor, practice, title="Oﬃcers\nof \uff26\uff29\uff32\uff25", results="a\x00b\r\nc")
    practice.refresh_from_db()
    assert (practice.title, practice.results) == ("Officers of FIRE", "ab\nc")


def test_a_new_practice_has_a_code_and_its_author(editor):
    new = {"title": "A new practice", "kind": "guidance"}
    editor.post(
        list_address("practice", "add"),
        filled_in(editor.get(list_address("practice", "add")), **new),
    )
    practice = models.Practice.objects.get(title="A new practice")
    assert practice.code == "GP-0001"
    assert practice.author.username == "editor"


def test_somebody_else_who_saves_does_not_become_the_author(editor, reviewer):
    new = {"title": "A new workshop", "kind": "workshop", "start": "2018-04-03"}
    page = editor.get(list_address("event", "add"))
    editor.post(list_address("event", "add"), filled_in(page, **new))
    event = models.Event.objects.get(title="A new workshop")
    save(reviewer, event, title="A new workshop in Tokyo")
    event.refresh_from_db()
    assert (event.title, event.author.username) == ("A new workshop in Tokyo", "editor")


def test_a_new_row_comes_after_the_last_one(editor):
    practice = make_practice()
    practice.citations.update(position=7)
    page = editor.get(address(practice))
    rows = {rows.formset.prefix: rows.formset for rows in page.context["inline_admin_formsets"]}
    assert rows["citations"].empty_form["position"].value() == 8
    assert rows["basis"].empty_form["position"].value() == 1


def test_an_added_row_is_saved_with_its_source(editor):
    practice, source = make_practice(), make_source()
    added = NEW_ROW | {"citations__1__source": source.pk, "citations__1__locator": "p. 23"}
    added["citations__1__practice"] = practice.pk
    assert save(editor, practice, **added).status_code == 302
    assert [row.locator for row in practice.citations.all()] == ["", "p. 23"]


#: What publication needs, and how somebody takes it out of a form.
NEEDED = {
    "a summary": {"summary": None},
    "a sector": {"sectors": None},
    "a measure": {"measures": None},
    "a citation": {"citations__0__DELETE": "on"},
    "an organization": {"involvements__0__DELETE": "on"},
}


@pytest.mark.parametrize("what", NEEDED)
def test_a_revision_that_lacks_what_readers_need_is_saved_but_not_submitted(editor, person, what):
    practice = make_practice(status="published")
    revision = begin_revision(practice, by=person("reviewer"))
    taken_out = NEEDED[what] | {"change_note": "Too long.", "_submit": "1"}
    told = said(editor.get(save(editor, revision, **taken_out).url))
    assert "Your changes are saved." in told
    assert f"Add: {what}." in told
    revision.refresh_from_db()
    assert revision.status == "draft"
    assert practice.missing_for_publication() == []


def test_the_reason_for_a_withdrawal_is_shown_where_there_is_one(reviewer):
    withdrawn = make_practice(status="withdrawn", withdrawal_reason="Superseded in 2021.")
    page = reviewer.get(address(withdrawn)).content.decode()
    assert "Superseded in 2021." in page
    assert 'name="withdrawal_reason"' not in page
    assert "withdrawal_reason" not in reviewer.get(address(make_practice())).content.decode()


def test_both_ends_of_a_relation_show_it(editor):
    older, newer = make_practice(), make_practice()
    newer.relations.create(other=older, kind="supersedes")
    shown = f'Supersedes: <a href="{address(newer)}">{newer}</a>'
    assert shown in editor.get(address(older)).content.decode()
    assert save(editor, older, title="Older").status_code == 302
    assert newer.relations.get().other == older


def test_a_paragraph_gets_its_code_in_the_page_of_its_resolution(editor):
    resolution = make_resolution(symbol="S/RES/2341 (2017)", number=2341)
    paragraph = make_paragraph(resolution=resolution, number="3")
    assert save(editor, resolution, paragraphs__0__number="3(b)").status_code == 302
    paragraph.refresh_from_db()
    assert paragraph.code == "2341-3b"


def test_a_practice_is_not_related_to_itself(editor):
    practice = make_practice()
    row = {"relations__0__kind": "related", "relations__0__other": practice.pk}
    row |= {"relations__TOTAL_FORMS": "1", "relations__0__practice": practice.pk}
    assert "Choose another practice than this one." in errors(save(editor, practice, **row))


def add_resolution(client, *numbers):
    """Fill in the page of a new resolution with a paragraph for each number, and save it."""
    page = client.get(list_address("resolution", "add"))
    words = {
        "symbol": "S/RES/9001 (2019)", "organ": "security_council", "number": 9001, "year": 2019,
        "adopted_on": "2019-05-02", "paragraphs__TOTAL_FORMS": len(numbers), "_save": "Save",
    }  # fmt: skip
    for place, number in enumerate(numbers):
        row = {"order": place, "number": number, "summary": "Asks for gates."}
        words |= {f"paragraphs__{place}__{name}": value for name, value in row.items()}
    return client.post(list_address("resolution", "add"), filled_in(page, **words))


def test_a_new_resolution_is_saved_in_one_go_with_its_numbered_paragraphs(editor):
    assert add_resolution(editor, "3", "4(b)").status_code == 302
    codes = models.OperativeParagraph.objects.values_list("code", flat=True)
    assert [*codes] == ["9001-3", "9001-4b"]


def test_a_new_resolution_has_each_number_once(editor):
    answer = add_resolution(editor, "3(b)", "3 (b)")
    assert answer.status_code == 200
    assert "A paragraph with this number is there already." in answer.text


def test_two_paragraphs_of_a_resolution_do_not_share_a_number(editor):
    resolution = make_resolution()
    make_paragraph(resolution=resolution, number="3", order=1)
    fourth = make_paragraph(resolution=resolution, number="4", order=2)
    rule = "A paragraph with this number is there already."
    assert rule in errors(save(editor, fourth, number="3"))
    assert rule in errors(save(editor, fourth, number="(3)"))
    assert rule in errors(save(editor, resolution, paragraphs__1__number="3"))


def test_two_resolutions_do_not_share_an_address(reviewer):
    make_resolution(number=2341)
    other = make_resolution(number=2396)
    rule = "A resolution with this number is there already."
    assert rule in errors(save(reviewer, other, symbol="S/RES/2341 (2018)"))


def test_a_new_symbol_gives_its_paragraphs_new_codes(reviewer):
    resolution = make_resolution(number=2341)
    paragraph = make_paragraph(resolution=resolution, number="3(b)")
    save(reviewer, resolution, symbol="S/RES/2342 (2017)")
    paragraph.refresh_from_db()
    assert paragraph.code == "2342-3b"
    resolution.symbol = "S/RES/2342 (2018)"
    resolution.save()
    paragraph.refresh_from_db()
    assert " 2018 " in paragraph.folded, "it is found under the new year too"


@pytest.mark.parametrize("number", ["§", "()"])
def test_a_number_of_a_paragraph_has_a_digit_or_a_letter(editor, number):
    paragraph = make_paragraph(resolution=make_resolution())
    assert "A number has a digit or a letter." in errors(save(editor, paragraph, number=number))


def test_a_term_is_not_above_itself(reviewer):
    above = make_sector()
    below = make_sector(parent=above)
    assert "leads back to the record itself" in errors(save(reviewer, above, parent=below.pk))


def test_a_year_has_four_digits_at_most(editor):
    practice = make_practice()
    assert "Enter a year" in errors(save(editor, practice, started="20188"))


def test_a_former_address_is_not_the_address_of_another_one(reviewer):
    body, other = make_body(), make_body()
    row = {"former_slugs__TOTAL_FORMS": "1", "former_slugs__0__slug": other.slug}
    row |= {"former_slugs__0__organization": body.pk}
    assert "This is the address of" in errors(save(reviewer, body, **row))


def test_a_name_of_another_term_is_refused_at_its_field(reviewer):
    factories.make_threat(label="Drones")
    sector = factories.make_sector()
    row = {"other_names__TOTAL_FORMS": "1", "other_names__0__name": "drones"}
    row |= {"other_names__0__term": sector.pk, "other_names__0__position": "1"}
    response = save(reviewer, sector, **row)
    assert response.text.count("“drones” leads to Drones too") == 2  # at its field, and at the top
    assert not sector.other_names.exists()
    saved = save(reviewer, sector, **row, other_names__0__meant_for_several="on")
    assert saved.status_code == 302
    assert sector.other_names.get().name == "drones"


def test_a_text_keeps_its_line_ends_and_does_not_count_as_changed(editor):
    practice = make_practice(how_it_works="One.\n\nTwo.")
    before = practice.edit_token
    save(editor, practice, how_it_works="One.\r\n\r\nTwo.")
    practice.refresh_from_db()
    assert practice.how_it_works == "One.\n\nTwo."
    assert practice.edit_token == before
    assert not get_versions(practice)


def test_the_code_of_a_word_never_changes(reviewer):
    sector = make_sector(slug="aviation")
    save(reviewer, sector, slug="air_traffic", label="Air traffic")
    sector.refresh_from_db()
    assert (sector.slug, sector.label) == ("aviation", "Air traffic")
