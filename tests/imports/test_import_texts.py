"""What PDF files and spreadsheets put into texts does not get into the catalogue."""

import pytest

from catalogue import models
from catalogue.imports.row_parser import read_number
from tests import factories
from tests.imports.tables import NEW, bring_in, does, errors, look, written

pytestmark = pytest.mark.django_db


def new(**cells):
    """Return a table with one new practice."""
    return written({"code": "", **NEW["practice"], **cells})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Hardening of infra\xadstruc\xadture kiosks", "Hardening of infrastructure kiosks"),
        ("Zerowidth pro\u200btection", "Zerowidth protection"),
        ("Two lines\nin one title", "Two lines in one title"),
        ("Tab\tin a title", "Tab in a title"),
        ("Bell\x07 and \x0b VT \x0c FF", "Bell and VT FF"),
        ("Re\u0301seaux e\u0301lectriques", "Réseaux électriques"),
        ("ofﬁcer traﬃc \uff26\uff35\uff2c\uff2c", "officer traffic FULL"),
        ("Bidi \u202eokapi gnp.exe", "Bidi okapi gnp.exe"),
    ],
)
def test_a_title_is_stored_in_one_form(by, typed, stored):
    bring_in(new(title=typed), models.Practice, by)
    assert models.Practice.objects.get().title == stored


def test_two_forms_of_one_title_are_one_title(by):
    rows = [{"code": "", **NEW["practice"], "title": each} for each in ("Réseau", "Re\u0301seau")]
    found = look(written(*rows), models.Practice, by)
    assert "Same name as row 2 of this file." in str(found.seen)


def test_a_cell_that_differs_only_in_what_is_not_stored_changes_nothing(by):
    practice = factories.make_practice(title="Réseaux of fire", how_it_works="One\ntwo")
    row = {
        "code": practice.code,
        "title": "Re\u0301seaux  of ﬁre\u200b",
        "how_it_works": "One \r\ntwo",
    }
    assert does(look(written(row), models.Practice, by)) == {"unchanged": 1}


def test_a_source_is_found_under_its_address_whatever_is_invisible_in_it(by):
    source = factories.make_source(url="https://example.org/report", title="Report")
    cells = {"sources_url": "\u200bhttps://example.org/re\xadport", "sources_title": "Report\n"}
    bring_in(new(**cells), models.Practice, by)
    assert models.Practice.objects.get().citations.get().source == source


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"started": "0"}, "started", "Enter a year from 1900 to "),
        ({"started": "2206"}, "started", "Enter a year from 1900 to "),
        (
            {"verification_on": "2990-01-01", "verification_verdict": "confirmed"},
            "verification_on",
            "This day is after today.",
        ),
        (
            {"sources_title": "T", "sources_year": "14"},
            "sources_year",
            "Enter a year from 1900 to ",
        ),
        ({"title": "\u200b"}, "title", "is missing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(by, cells, column, says):
    ((_row, at, text),) = errors(look(new(**cells), models.Practice, by))
    assert at == column
    assert text.startswith(says)


@pytest.mark.parametrize(
    ("typed", "read"), [("2018.0", "2018"), ("2018,00", "2018"), ("2,000", "2,000")]
)
def test_a_number_with_a_sign_for_thousands_is_not_taken_for_a_small_one(typed, read):
    assert read_number(typed) == read
