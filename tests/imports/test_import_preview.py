"""A preview says what every row and cell would do, and all that is wrong, and writes no record."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from reversion.models import Revision

from catalogue import models
from catalogue.imports import preview
from catalogue.imports.models import Import
from catalogue.imports.refusals import UnreadableFile
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)
from tests.imports.tables import NEW, does, edited, errors, exported, look, notes, written

pytestmark = pytest.mark.django_db

NOUNS = {
    "practices": models.Practice, "events": models.Event,
    "organizations": models.Organization, "resolutions": models.Resolution,
}  # fmt: skip


@pytest.fixture
def catalogue(practice):
    """Have a public record of each noun, with rows, names in other scripts and hostile texts."""
    make_practice(title="=1+1", summary='\'- a list\n- of lines, "quoted"; and | no', started=2018)
    body = make_organization(name="Ведомство", other_names=["One", "Two"], founded=1999)
    body.citations.create(source=make_source(url="", title="+ a report", year=2001), locator="p. 3")
    resolution = make_resolution(2341, title="On gates", url="https://example.org/2341")
    make_paragraph(resolution, "2", summary="Calls upon States.", heading="@ gates")
    make_paragraph(resolution, "", order=2, summary="Recalls.")
    make_event(city="Genève", organizations=[body], resolutions=[resolution])


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("noun", NOUNS)
def test_an_export_handed_in_again_changes_nothing(catalogue, by, noun, extension):
    found = look(exported(noun, extension), NOUNS[noun], by)
    assert does(found) == {"unchanged": NOUNS[noun].objects.published().count()}
    assert not errors(found)
    assert not found.can_be_applied


def test_each_row_says_what_becomes_of_it(by):
    same, other = make_practice(title="The same"), make_practice(title="Old", status="draft")
    rows = [
        {"code": same.code, "title": "The same", "kind": same.kind},
        {"code": other.code, "title": "New", "kind": other.kind},
        {"code": "", "title": "Brand new", "kind": "tool"},
        {"code": "GP-9999", "title": "Nobody", "kind": "tool"},
    ]
    found = look(written(*rows), models.Practice, by)
    assert does(found) == {"create": 1, "update": 1, "unchanged": 1, "error": 1}
    assert [(row["line"], row["action"]) for row in found.seen] == [
        (3, "update"), (4, "create"), (5, "error"),
    ]  # fmt: skip
    assert found.seen[0]["changes"] == [["title", "Old", "New"]]
    assert not found.can_be_applied  # there is an error


def test_a_long_cell_is_shown_where_it_begins_to_differ(by):
    text = "word " * 100
    draft = make_practice(status="draft", summary=f"{text}old end.")
    table = written({"code": draft.code, "summary": f"{text}new end."})
    ((column, old, new),) = look(table, models.Practice, by).seen[0]["changes"]
    assert column == "summary"
    assert (old[0], old[-8:], new[-8:]) == ("…", "old end.", "new end.")
    assert len(new) < 60


def test_all_errors_are_said_at_once_with_row_column_and_the_nearest_words(by):
    make_sector(slug="aviation", label="Civil aviation")
    first, second = make_practice(status="draft"), make_practice(status="draft")
    rows = [
        {"code": first.code, "sectors": "aviatoin", "started": "long ago", "kind": first.kind},
        {"code": second.code, "sectors": "Civil aviation", "started": "2018", "kind": "wish"},
        {"code": second.code, "sectors": "", "started": "", "kind": "tool"},
    ]
    said = errors(look(written(*rows), models.Practice, by))
    nearest = "nearest: aviation (Civil aviation)"
    assert (2, "sectors", f"'aviatoin' is unknown; {nearest}") in said
    assert (2, "started", "'long ago' is not a whole number") in said
    assert (4, "code", f"“{second.code}” appears twice, also in row 3.") in said
    assert [column for line, column, _text in said if line == 3] == ["kind"]


@pytest.mark.parametrize(
    ("cells", "column", "text"),
    [
        ({"title": ""}, "title", "missing"),
        ({"summary": "x" * 601}, "summary", "600"),
        ({"started": "2018", "ended": "2017"}, "ended", "before"),
        ({"title": "a | b"}, "title", "cannot be used"),
        ({"verification_on": "yesterday", "verification_verdict": "confirmed"},
         "verification_on", "not a date"),
        ({"lead": "nobody"}, "lead", "unknown"),
        ({"sources_title": "A", "sources_url": "javascript:alert(1)"}, "sources_url", "URL"),
        ({"sources_title": "A|B", "sources_publisher": "One"}, "sources_publisher", "1 values"),
        ({"basis_resolution": "S/RES/1 (1946)", "basis_paragraph": "1", "basis_relation": "cites",
          "basis_reason": ""}, "basis_resolution", "'S/RES/1 (1946)' is unknown"),
    ],
)  # fmt: skip
def test_an_error_names_the_cell_that_it_is_in(by, cells, column, text):
    found = look(written(NEW["practice"] | {"code": ""} | cells), models.Practice, by)
    said = errors(found)
    assert [each for each in said if each[1].startswith(column) and text in each[2]], said
    assert does(found) == {"error": 1}


def test_an_address_in_another_spelling_is_that_of_the_source_that_is_there(by):
    source = make_source(url="https://example.org/report")
    cells = {"sources_title": source.title, "sources_publisher": source.publisher,
             "sources_url": "http://www.example.org/report/?utm_source=x"}  # fmt: skip
    found = look(written(NEW["practice"] | {"code": ""} | cells), models.Practice, by)
    assert (errors(found), does(found)) == ([], {"create": 1})


def test_columns_that_are_left_out_leave_their_fields_as_they_are(by):
    draft = make_practice(status="draft", summary="Stays.")
    table = written({"code": draft.code, "title": "New"})
    assert [row["changes"] for row in look(table, models.Practice, by).seen] == [
        [["title", draft.title, "New"]]
    ]


def test_columns_that_follow_from_others_are_passed_over_and_named(by):
    draft = make_practice(status="draft")
    table = written({"code": draft.code, "title": draft.title, "sectors_label": "X", "version": 9})
    found = look(table, models.Practice, by)
    assert does(found) == {"unchanged": 1}
    assert found.passed_over == ["sectors_label", "version"]


def test_a_preview_writes_nothing_but_itself_and_stays_beside_the_next_ones(by, monkeypatch):
    monkeypatch.setattr(preview, "KEPT_PREVIEWS", 2)
    draft = make_practice(status="draft")
    before = draft.edit_token
    rows = [{"code": draft.code, "title": "New", "kind": "tool"}, {"code": "", **NEW["practice"]}]
    first = look(written(*rows), models.Practice, by)
    second = look(written(*rows[:1]), models.Practice, by)
    assert {each.pk for each in Import.objects.all()} == {first.pk, second.pk}
    third = look(written(*rows), models.Practice, by)
    draft.refresh_from_db()
    assert (draft.edit_token, models.Practice.objects.count()) == (before, 1)
    assert not Revision.objects.exists()
    assert {each.pk for each in Import.objects.all()} == {second.pk, third.pk}


def test_a_change_of_what_is_public_goes_into_a_revision_or_is_proposed(by, practice):
    body = make_organization()
    tables = {
        models.Practice: written({"code": practice.code, "title": "New"}),
        models.Organization: written({"slug": body.slug, "name": "New"}),
    }
    for model, table in tables.items():
        [row] = look(table, model, by).seen
        assert (row["leaves_record"], row["proposes"]) == (True, model is models.Organization)


def test_a_withdrawn_record_is_not_changed(person):
    gone = make_practice(status="withdrawn", withdrawal_reason="Superseded.")
    table = written({"code": gone.code, "title": "New"})
    assert "withdrawn" in errors(look(table, models.Practice, person("reviewer")))[0][2]


def test_what_is_like_a_record_that_is_there_is_remarked(by):
    there = make_practice(title="Screening at gates", kind="tool")
    assert str(there) in notes(look(written({"code": "", **NEW["practice"]}), models.Practice, by))


def test_a_record_that_was_changed_after_the_export_is_remarked(by, practice):
    table = edited(exported("practices"), practice.code, title="New")
    practice.save()
    models.Practice.objects.filter(pk=practice.pk).update(updated_at="2031-01-01T00:00:00Z")
    assert "after this file was made" in notes(look(table, models.Practice, by))


def test_a_source_is_shared_and_not_changed_by_a_table(by):
    source = make_source(title="A report", publisher="CTED")
    row = {"code": "", **NEW["practice"], "sources_title": "Another", "sources_url": source.url}
    assert (
        "already exists and has “A report”" in errors(look(written(row), models.Practice, by))[0][2]
    )


def test_only_who_may_add_and_change_may_import(db):
    nobody = User.objects.create_user("nobody", is_staff=True)
    with pytest.raises(PermissionDenied):
        look(written({"code": "", **NEW["practice"]}), models.Practice, nobody)


def test_new_rows_that_are_named_alike_are_told(by):
    rows = [{"code": "", **NEW["practice"]}, {"code": "", **NEW["practice"] | {"kind": "tool"}}]
    found = look(written(*rows), models.Practice, by)
    assert does(found) == {"create": 2}
    assert notes(found) == "Same name as row 2 of this file."


def test_all_that_is_wrong_with_a_header_is_said_at_once(by):
    with pytest.raises(UnreadableFile) as refused:
        look(b"code,,title,title,sektors\n,,A,B,C\n", models.Practice, by)
    assert refused.value.reasons == [
        "Column 2 has no name in row 1.",
        "The column “title” appears twice.",
        "The column “sektors” is unknown; nearest: sectors.",
    ]


@pytest.fixture
def named(db):
    """Have records with several names."""
    congo = make_country(code="CG", name="Congo")
    other = make_country(code="CD", name="Democratic Republic of the Congo")
    make_country(code="GB", name="United Kingdom").other_names.create(name="UK")
    for country in (congo, other):
        country.other_names.create(name="The Congo")
    make_organization(slug="icao", name="International Civil Aviation Organization", acronym="ICAO")
    make_organization(slug="ministry", name="Ministry of Transport", other_names=["MoT"])
    make_sector(slug="aviation", label="Civil aviation")
    make_event(code="EV-0007", title="A workshop")
    make_paragraph(make_resolution(2341), "3(b)")


@pytest.mark.parametrize(
    ("column", "cell", "read"),
    [
        ("countries", "uk|united  kingdom|Congo", "GB (United Kingdom)|CG (Congo)"),
        ("sectors", "CIVIL AVIATION", "aviation (Civil aviation)"),
        ("lead", "Icao|mot", "icao (International Civil Aviation Organization)|ministry (Minist"),
        ("events", "a workshop|EV\u20117", "EV-0007 (A workshop)"),
        ("kind", "Good practice", "good_practice"),
    ],
)
def test_a_record_is_named_by_code_name_acronym_or_other_name(named, by, column, cell, read):
    found = look(written({**NEW["practice"], column: cell}), models.Practice, by)
    assert not errors(found)
    (shown,) = [new for name, _old, new in found.seen[0]["changes"] if name == column]
    assert shown.startswith(read)


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        (
            "countries",
            "the Congo",
            "'the Congo' is the name of several: CD (Democratic Republic of the Congo), CG (Congo)"
            ". Write the code",
        ),
        ("lead", "ICAOO", "'ICAOO' is unknown; nearest: icao (International Civil Aviation Orga"),
        ("countries", "GB,CG", "'GB,CG' is unknown; put | between several values"),
    ],
)
def test_what_names_no_one_record_is_refused_with_what_may_be_meant(named, by, column, cell, text):
    found = look(written({**NEW["practice"], column: cell}), models.Practice, by)
    assert [each[1] for each in errors(found)] == [column]
    assert errors(found)[0][2].startswith(text)


def test_a_label_in_the_place_of_a_code_is_no_change(named, by):
    kenya, sector = make_country(name="Kenya"), models.Sector.objects.get()
    draft = make_practice(status="draft", countries=[kenya], sectors=[sector])
    row = {"code": draft.code.lower(), "countries": "kenya", "sectors": "Civil Aviation"}
    found = look(written(row), models.Practice, by)
    assert (does(found), found.seen) == ({"unchanged": 1}, [])


@pytest.mark.parametrize(
    ("symbol", "number"),
    [
        ("UNSCR 2341", "OP 3(b)"),
        ("Security Council resolution 2341 (2017)", "para. 3(b)"),
        ("s/res/2341(2017)", "Paragraph 03(b)."),
    ],
)
def test_a_paragraph_is_named_as_people_write_it(named, by, symbol, number):
    basis = {"resolution": symbol, "paragraph": number, "relation": "cites", "reason": ""}
    row = NEW["practice"] | {f"basis_{name}": text for name, text in basis.items()}
    found = look(written(row), models.Practice, by)
    assert not errors(found)
    cells = {column: new for column, _old, new in found.seen[0]["changes"]}
    assert (cells["basis_resolution"], cells["basis_paragraph"]) == ("S/RES/2341 (2017)", "3(b)")


def test_a_symbol_and_a_slug_are_read_however_they_are_written(named, by):
    draft = models.Resolution.objects.get()
    models.Resolution.objects.update(status="draft")
    row = NEW["resolution"] | {"symbol": "s/res/9001(2019)"}
    found = look(written(row, row | {"symbol": "UNSCR 2341"}), models.Resolution, by)
    assert [each["name"] for each in found.seen][1] == draft.symbol
    assert does(look(written({"slug": "ICAO", "acronym": "X"}), models.Organization, by)) == {
        "update": 1
    }


def test_a_column_that_is_nearly_known_stops_and_others_are_ignored(by):
    row = {"title": "A", "kind": "tool", "Sektors": "x", "Colour": "red"}
    with pytest.raises(UnreadableFile) as refused:
        look(written(row), models.Practice, by)
    assert refused.value.reasons == ["The column “Sektors” is unknown; nearest: sectors."]
    del row["Sektors"]
    found = look(written(row), models.Practice, by)
    assert (does(found), found.passed_over) == ({"create": 1}, ["Colour"])


@pytest.mark.parametrize(
    "address",
    ["http://example.org/report/", "https://WWW.example.org/report?utm_source=mail#top"],
)
def test_a_source_is_found_under_another_spelling_of_its_address(by, address):
    source = make_source(title="A report", url="https://www.example.org/report")
    row = {**NEW["practice"], "sources_title": "A report", "sources_url": address}
    found = look(written(row), models.Practice, by)
    assert ["sources_url", "", source.url] in found.seen[0]["changes"]
    assert found.plan["sources"] == []


def test_a_new_source_is_written_in_one_way_in_a_file(by):
    ways = ["https://example.org/new", "http://www.example.org/new/"]
    rows = [
        {"code": "", **NEW["practice"], "title": url, "sources_title": "New", "sources_url": url}
        for url in ways
    ]
    found = look(written(*rows), models.Practice, by)
    assert does(found) == {"create": 2}
    assert [each["url"] for each in found.plan["sources"]] == ways[:1]


def test_two_spellings_of_an_address_in_one_cell_are_two_sources(by):
    make_source(url="https://example.org/fund")
    row = {**NEW["practice"], "code": "", "sources_title": "|The page of 2019",
           "sources_url": "https://example.org/fund|https://example.org/fund/"}  # fmt: skip
    found = look(written(row), models.Practice, by)
    assert errors(found) == []
    assert [each["url"] for each in found.plan["sources"]] == ["https://example.org/fund/"]
