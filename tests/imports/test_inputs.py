"""Files as people have them: what becomes of each, in one table."""

from pathlib import Path

import pytest

from catalogue import models
from catalogue.imports.refusals import UnreadableFile
from tests.factories import (
    make_country,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
)
from tests.imports.tables import does, errors, look, notes

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "inputs"
EVENT, PRACTICE, BODY = models.Event, models.Practice, models.Organization
DAYS = {"start": "2018-04-24", "end": "2018-04-25"}
NEW = {"create": 1}

#: Each file with the noun that it is about, how many rows do what, and some cells of the first one
#: (as they are read), or the errors of rows.
READ = {
    "01-utf8-bom.csv": (EVENT, NEW, DAYS),
    "03-sep-line.csv": (EVENT, NEW, DAYS),
    "04-trailing-semicolons.csv": (EVENT, NEW, DAYS),
    "04b-trailing-delim-rows-only.csv": (EVENT, NEW, DAYS),
    "05-trailing-blank-rows.csv": (EVENT, NEW, DAYS),
    "05b-blank-row-first.csv": (EVENT, NEW, DAYS),
    "07-cr-only.csv": (EVENT, NEW, DAYS),
    "07b-cr-only-semicolon-many-commas.csv": (EVENT, NEW, DAYS),
    "08-caps-header.csv": (EVENT, NEW, DAYS),
    "08b-spaces-in-header.csv": (EVENT, NEW, DAYS),
    "09-nbsp-header.csv": (EVENT, NEW, DAYS),
    "09b-zwsp-header.csv": (EVENT, NEW, DAYS),
    "09c-double-bom.csv": (EVENT, NEW, DAYS),
    "10-dates-dmy.csv": (EVENT, NEW, DAYS),
    "11-date-with-time.csv": (EVENT, NEW, DAYS),
    "11b-date-compact.csv": (EVENT, NEW, {"start": "20180424"}),
    "12-date-dots.csv": (EVENT, NEW, {"start": "2018-04-24"}),
    "13-unknown-labels.csv": (EVENT, NEW, {"kind": "workshop", "country": "KE (Kenya)"}),
    "13b-lower-country.csv": (EVENT, NEW, {"country": "KE (Kenya)"}),
    "14-multi-comma.csv": (PRACTICE, {"error": 1}, {2: "put | between several values"}),
    "14b-multi-newline.csv": (PRACTICE, {"error": 1}, {2: "put | between several values"}),
    "14c-multi-semicolon.csv": (PRACTICE, {"error": 1}, {2: "put | between several values"}),
    "15-spaced-pipes.csv": (PRACTICE, NEW, {"countries": "KE (Kenya)"}),
    "15b-double.csv": (PRACTICE, NEW, {"sectors": "aviation (Civil aviation)"}),
    "16-zwsp-value.csv": (PRACTICE, NEW, {"sectors": "aviation (Civil aviation)"}),
    "16b-nbsp-value.csv": (PRACTICE, NEW, {"sectors": "aviation (Civil aviation)"}),
    "16c-rtl-mark.csv": (PRACTICE, NEW, {"countries": "KE (Kenya)"}),
    "17-label.csv": (PRACTICE, NEW, {"countries": "KE (Kenya)|TR (Türkiye)|CI (Côte d'Ivoire)"}),
    "18-year-float.csv": (PRACTICE, NEW, {"started": "2018"}),
    "18b-year-others.csv": (
        PRACTICE,
        {"error": 6, "create": 3},
        {2: "'c. 2018' is not a whole", 9: "Enter a year from 1900"},
    ),
    "20-title-pipe.csv": (PRACTICE, {"error": 1}, {2: "The character | cannot be used"}),
    "21-dup-titles.csv": (PRACTICE, {"create": 4}, {}),
    "22-nfd.csv": (PRACTICE, {"create": 2}, {}),
    "24-empty-strings.csv": (PRACTICE, NEW, {}),
    "25-na.csv": (PRACTICE, {"error": 1}, {2: "'N/A' is unknown; nearest: NA (Namibia)"}),
    "30-plain.xlsx": (EVENT, NEW, DAYS),
    "35-trailing-format.xlsx": (EVENT, NEW, DAYS),
    "37-datetimes.xlsx": (EVENT, {"error": 1}, {2: "'2018-04-24T09:00:00Z' is not a date"}),
    "38-numbers.xlsx": (PRACTICE, {"create": 3, "error": 1}, {4: "'2018-01-01' is not a whole"}),
    "39-x000D.xlsx": (EVENT, {"create": 2}, {}),
    "40-serial-date.xlsx": (EVENT, {"create": 1, "error": 1}, {3: "'43214' is not a date"}),
    "41-upper-header.xlsx": (EVENT, NEW, DAYS),
    "61-excel-gb-min.csv": (EVENT, NEW, DAYS),
    "62-TRUE.csv": (BODY, NEW, {"sources_url_unopened": "true"}),
    "72b-header-only.csv": (EVENT, {}, {}),
    "72c-one-col.csv": (EVENT, {"error": 1}, {2: "is missing"}),
    "75-sep-comma.csv": (EVENT, NEW, {"title": "W"}),
    "100-codes.csv": (PRACTICE, {"update": 2, "error": 4}, {3: "“GP-0001” appears twice"}),
    "101-symbols.csv": (PRACTICE, {"create": 8}, {"basis_resolution": "S/RES/2341 (2017)"}),
    "102-paras.csv": (PRACTICE, {"create": 7, "error": 2}, {7: "'3.0' is not a known paragraph"}),
}
#: Each file that is refused, with the noun and the words.
REFUSED = {
    "02-excel-semicolon-cp1252.csv": (EVENT, "not in UTF-8: byte 0x96 at place 75, in line 2"),
    "06-title-above.csv": (EVENT, "Row 1 holds only “Events of 2018”"),
    "10b-dates-ambiguous.csv": (EVENT, "“start” (04/05/2018) fit more than one order"),
    "31-formula-no-cache.xlsx": (EVENT, "Row 2, column H: the cell holds a formula without"),
    "32-merged-country.xlsx": (EVENT, "Row 2, column G: the cell is merged with others (G2:G3)"),
    "33-second-sheet.xlsx": (EVENT, "was read: the first one, since none is called “Records”"),
    "34-title-row.xlsx": (EVENT, "Row 1, column A: the cell is merged with others (A1:H1)"),
    "51-formula-update.xlsx": (PRACTICE, "Row 2, column B: the cell holds a formula without"),
    "70-e.ods": (EVENT, "an OpenDocument file"),
    "71-utf16-tab.csv": (EVENT, "The file is in UTF-16"),
    "76-unclosed-quote.csv": (EVENT, "Row 2 cannot be read as CSV"),
    "90-arabic-name.csv": (BODY, "“other_names” is unknown; nearest: other_names_name"),
}


@pytest.fixture
def world(db):
    """Have what the files name."""
    for slug, label in (("aviation", "Civil aviation"), ("maritime", "Ports")):
        make_sector(slug=slug, label=label)
    make_measure(slug="risk_assessment", label="Risk assessment")
    names = {"KEN": "Kenya", "NAM": "Namibia", "TUR": "Türkiye", "CIV": "Côte d'Ivoire"}
    codes = dict(zip(names, ["KE", "NA", "TR", "CI"], strict=True)) | {"UGA": "UG"}
    countries = {
        code: make_country(code=code, alpha3=alpha3, numeric=alpha3, name=names.get(alpha3, alpha3))
        for alpha3, code in codes.items()
    }
    countries["TR"].other_names.create(name="Turkey")
    countries["CI"].other_names.create(name="Ivory Coast")
    make_organization(slug="icao", acronym="ICAO")
    make_paragraph(make_resolution(2341), "3")
    for number in (1, 2):
        make_practice(code=f"GP-000{number}", title=f"Known {number}", status="draft")


def test_every_file_is_in_one_table():
    assert {path.name for path in FOLDER.iterdir()} == READ.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_it_is_meant(world, by, name):
    model, counts, expected = READ[name]
    found = look((FOLDER / name).read_bytes(), model, by)
    assert does(found) == counts
    cells = {column: new for column, _old, new in found.seen[0]["changes"]} if found.seen else {}
    said = {line: text for line, _column, text in reversed(errors(found))}
    for place, text in expected.items():
        assert text in (cells.get(place) or said.get(place) or ""), place


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(world, by, name):
    model, words = REFUSED[name]
    with pytest.raises(UnreadableFile) as refused:
        look((FOLDER / name).read_bytes(), model, by)
    assert words in str(refused.value)


def test_how_days_were_read_is_said(world, by):
    found = look((FOLDER / "10-dates-dmy.csv").read_bytes(), EVENT, by)
    assert found.remarks[0] == (
        "Dates in “start” were read as day, month, year: 24/04/2018 is 2018-04-24."
    )


def test_titles_that_look_the_same_are_told(world, by):
    assert notes(look((FOLDER / "22-nfd.csv").read_bytes(), PRACTICE, by))
    rows = notes(look((FOLDER / "21-dup-titles.csv").read_bytes(), PRACTICE, by)).splitlines()
    assert len(rows) == 3


def test_escaped_characters_of_a_workbook_are_undone(world, by):
    found = look((FOLDER / "39-x000D.xlsx").read_bytes(), EVENT, by)
    assert ["summary", "", "One\nTwo"] in found.seen[1]["changes"]
