"""What stands in a record stays a text in every file: no formula, no markup, no second record."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
import rispy
from django.test import Client
from openpyxl import load_workbook

from catalogue.core.text import normalize_text
from catalogue.exports.cells import unescape_formula
from catalogue.exports.formats import FORMATS
from catalogue.pages.sitemaps import build_sitemaps
from tests import factories as make
from tests import office
from tests.exports.cited import in_bibtex
from tests.hostile.markup import LONG, Planted
from tests.hostile.planting import is_address, parts, plant
from tests.listings.formats import ATOM

pytestmark = pytest.mark.django_db

NOUNS = ("practices", "events", "resolutions", "organizations")
#: Every way in which a text becomes a formula in one spreadsheet or another.
FORMULAS = [
    "=98765+1", "+98765+1", "-98765+1", "@SUM(98765,1)", "\t=98765+1", "\r=98765+1", "\n=98765+1",
    " =98765+1", "\u00a0=98765+1", "\ufeff=98765+1", "\uff1d98765+1", "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://x")', '=DDE("soffice","x","y")', "'=98765+1", '"=98765+1',
    "x;=98765+1;x", "x\t=98765+1", "x\n=98765+1", 'x;"=98765+1',
]  # fmt: skip
FILES = [f"{noun}.{kind}" for kind in ("csv", "xlsx") for noun in NOUNS]
FILES += ["statistics.csv", "coverage.csv", "coverage/states.csv"]


def is_single(field) -> bool:
    """Return True if no two records have the same text in a field."""
    return is_address(field) or field.unique


def write_everywhere(formula: str) -> None:
    """Make a record of each noun, tied to each other, and write a formula into each text."""
    body = make.make_organization(country=make.make_country())
    body.citations.create(source=make.make_source())
    resolution = make.make_resolution(organ="S")
    paragraph = make.make_paragraph(resolution)
    event = make.make_event(organizations=[body], resolutions=[resolution])
    practice = make.make_practice(
        organizations=[body], events=[event], paragraphs=[paragraph],
        threats=[make.make_threat()], countries=[body.country], regions=[body.country.region],
    )  # fmt: skip
    practice.evidence.create(kind="monitored", by_whom="x", finding="x")
    practice.relations.create(other=make.make_practice(), kind="related", reason="x")
    terms = [*practice.sectors.all(), *practice.measures.all(), *practice.threats.all()]
    places = [body.country, body.country.region]
    for record in (body, resolution, event, practice, *terms, *places):
        for part in parts(record):
            plant(part, lambda field, own=part.pk: f"{formula}{own if is_single(field) else ''}")


@pytest.fixture
def files(tmp_path):
    """Write formulas into everything, and return the files of the site and one without guard."""
    for formula in FORMULAS:
        write_everywhere(formula)
    found = []
    for name in FILES:
        found.append(tmp_path / name.replace("/", "-"))
        found[-1].write_bytes(Client().get(f"/{name}").getvalue())
    found.append(tmp_path / "unguarded.csv")
    found[-1].write_text("title\n=98765+1\n")
    return found


def formulas(path) -> list[str]:
    """Return the formulas in a workbook."""
    rows = [row for sheet in load_workbook(path).worksheets for row in sheet.iter_rows()]
    return [cell.value for row in rows for cell in row if cell.data_type == "f"]


def rows(body: bytes) -> list[dict]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.office
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_formula_survives_in_a_spreadsheet(files, tmp_path, delimiter):
    tables = [each for each in files if each.suffix == ".csv"]
    opened = office.convert_to_workbooks(tables, tmp_path / "opened", delimiter)
    found = {path.name: formulas(path) for path in opened}
    assert found.pop("unguarded.xlsx") == ["=98765+1"]
    found |= {f"our {path.name}": formulas(path) for path in files if path.suffix == ".xlsx"}
    assert {name: cells for name, cells in found.items() if cells} == {}
    stored = {normalize_text(each, one_line=True) for each in FORMULAS}
    for noun in NOUNS:
        sent = rows((tmp_path / f"{noun}.csv").read_bytes())
        assert {unescape_formula(cell) for row in sent for cell in row.values()} >= stored, noun


def test_markup_stays_a_text_in_every_file():
    Planted()
    for noun in NOUNS:
        asked = {kind: Client().get(f"/{noun}.{kind}") for kind in FORMATS}
        assert {answer["X-Content-Type-Options"] for answer in asked.values()} == {"nosniff"}
        saved = [
            kind for kind, each in asked.items() if "attachment" in each["Content-Disposition"]
        ]
        assert {*saved} == {kind for kind, each in FORMATS.items() if not each.is_inline}
        body = {kind: answer.getvalue() for kind, answer in asked.items()}
        total = int(asked["csv"]["X-Total-Count"])
        assert total == len(rows(body["csv"])) == len(json.loads(body["json"])["records"])
        assert total == len(body["jsonl"].splitlines()) == len(in_bibtex(body["bib"]))
        assert total == len(rispy.loads(body["ris"].decode()))
        assert LONG in json.loads(body["json"])["records"][0]["summary"]
        check_feed(body["atom"], total)


def check_feed(body: bytes, total: int) -> None:
    """Check that a feed has no element that is not its own, and says of no text that it is HTML."""
    feed = ET.fromstring(body)  # noqa: S314 (of our own making)
    assert len(feed.findall(f"{ATOM}entry")) == total
    assert {each.tag.startswith(ATOM) for each in feed.iter()} == {True}
    assert {each.get("type", "text") for each in feed.iter(f"{ATOM}summary")} == {"text"}
    assert {each.get("type", "text") for each in feed.iter(f"{ATOM}title")} == {"text"}
    assert any(LONG in (each.text or "") for each in feed.iter(f"{ATOM}summary"))


def test_the_maps_of_the_site_are_whole():
    Planted()
    for section in build_sitemaps():
        ET.fromstring(Client().get(f"/sitemap-{section}.xml").content)  # noqa: S314 (our own)
