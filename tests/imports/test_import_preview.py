"""A preview says what every row and cell would do, and all that is wrong, and writes no record."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from reversion.models import Revision

from catalogue import models
from catalogue.imports.models import Import
from catalogue.imports.readers import UnreadableFile
from tests.factories import (
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
    assert (2, "sectors", "'aviatoin' is unknown; nearest: aviation") in said
    assert (2, "started", "'long ago' is not a whole number") in said
    assert (3, "sectors", "'Civil aviation' is unknown; use aviation") in said
    assert (4, "code", f"“{second.code}” is there twice: also in row 3.") in said
    assert [column for line, column, _text in said if line == 3] == ["sectors", "kind"]


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
          "basis_reason": ""}, "basis", "'1-1' is unknown"),
    ],
)  # fmt: skip
def test_an_error_names_the_cell_that_it_is_in(by, cells, column, text):
    found = look(written(NEW["practice"] | {"code": ""} | cells), models.Practice, by)
    said = errors(found)
    assert [each for each in said if each[1].startswith(column) and text in each[2]], said
    assert does(found) == {"error": 1}


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


def test_a_preview_writes_nothing_but_itself_and_the_next_one_takes_its_place(by):
    draft = make_practice(status="draft")
    before = draft.edit_token
    rows = [{"code": draft.code, "title": "New", "kind": "tool"}, {"code": "", **NEW["practice"]}]
    first = look(written(*rows), models.Practice, by)
    second = look(written(*rows[:1]), models.Practice, by)
    draft.refresh_from_db()
    assert (draft.edit_token, models.Practice.objects.count()) == (before, 1)
    assert not Revision.objects.exists()
    assert [each.pk for each in Import.objects.all()] == [second.pk]
    assert first.pk != second.pk


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
    assert "already and has “A report”" in errors(look(written(row), models.Practice, by))[0][2]


def test_only_who_may_add_and_change_may_import(db):
    nobody = User.objects.create_user("nobody", is_staff=True)
    with pytest.raises(PermissionDenied):
        look(written({"code": "", **NEW["practice"]}), models.Practice, nobody)


def test_new_rows_that_are_named_alike_are_told(by):
    rows = [{"code": "", **NEW["practice"]}, {"code": "", **NEW["practice"] | {"kind": "tool"}}]
    found = look(written(*rows), models.Practice, by)
    assert does(found) == {"create": 2}
    assert notes(found) == "Named like row 2 of this file."


def test_all_that_is_wrong_with_a_header_is_said_at_once(by):
    with pytest.raises(UnreadableFile) as refused:
        look(b"code,,title,title,sektors\n,,A,B,C\n", models.Practice, by)
    assert refused.value.reasons == [
        "Column 2 has no name in row 1.",
        "The column “title” is there twice.",
        "The column “sektors” is unknown; nearest: sectors, sectors_label.",
    ]
