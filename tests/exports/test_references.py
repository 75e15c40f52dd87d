"""RIS and BibTeX: maintained readers find the same records, with their texts unharmed."""

import datetime

import pytest
import rispy
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.richtext import Text

from catalogue.exports.citation import Reference, WorkType, single_line
from catalogue.exports.columns import SitePath
from catalogue.exports.formats import bibtex, ris
from tests.exports.cited import in_bibtex, printed
from tests.factories import (
    make_event,
    make_organization,
    make_practice,
    make_resolution,
    make_sector,
    make_source,
)

TITLES = [
    r"100 % & more: $5 #1 a_b {c} ~d ^e \textbf{f}",
    "unbalanced { brace",
    "}{",
    "ends with a backslash \\",
    'Quotes " and \'',
    "Café, Ångström, Łódź",
    "مكافحة الإرهاب",
    "反恐",
    "one\r\nER  - \r\n\r\nTY  - GEN\r\ntwo",
    "a\u2028b\x85c\x1dd",
    "@misc{x, title = {y}}",
    "% a comment",
    "A and B",
    "TI  - title",
    "--- and ''",
]  # fmt: skip
MOMENT = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)


def make_reference(**fields) -> Reference:
    """Return a reference with a boring rest."""
    defaults = {
        "work": WorkType.OTHER,
        "kind": "tool",
        "kind_label": "Tool",
        "code": "GP-0001",
        "title": "A title",
        "permalink": SitePath("/practices/GP-0001/"),
        "updated": MOMENT,
        "published": MOMENT,
    }
    return Reference(**defaults | fields)


def plain(latex: str) -> str:
    """Return what LaTeX would print."""
    return str(Text.from_latex(latex)).replace("\xa0", " ")


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_from_both(title):
    reference = make_reference(title=title, abstract=title, bodies=(title, "Another body"))
    (cited,) = rispy.loads(ris.ris_entry(reference, "https://example.org"))
    (entry,) = in_bibtex(bibtex.bibtex_entry(reference, "https://example.org")).values()
    expected = single_line(title)
    assert cited["title"] == cited["abstract"] == expected
    assert cited["authors"][0] == expected.replace(ris.COMMA, ris.LIKE_COMMA)
    assert printed(entry.fields["title"]) == printed(entry.fields["abstract"]) == expected
    assert [printed(str(each)) for each in entry.persons["author"]] == [expected, "Another body"]


def test_a_body_with_commas_is_no_person():
    body = "Ministry of Land, Infrastructure, Transport and Tourism (Japan)"
    (author,) = rispy.loads(ris.ris_entry(make_reference(bodies=(body,)), ""))[0]["authors"]
    assert "," not in author
    assert author == body.replace(ris.COMMA, ris.LIKE_COMMA)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("a" * 5000)
def test_no_text_breaks_a_file(title):
    entries = [make_reference(title=f"x{title}", code=f"GP-{n}") for n in (1, 2)]
    cited = rispy.loads("".join(ris.ris_entry(each, "") for each in entries))
    assert [each["title"] for each in cited] == [single_line(f"x{title}")] * 2
    assert list(in_bibtex("".join(bibtex.bibtex_entry(each, "") for each in entries))) == [
        "GP-1",
        "GP-2",
    ]


def test_what_latex_would_act_on_is_printed_instead():
    assert plain(bibtex.escape_value(r"50 % & #1 a_b")) == "50 % & #1 a_b"


@pytest.fixture
def catalogue(db):
    """Make a record of each noun."""
    body = make_organization(name="Ministry of X & Y, Land", acronym="MXY")
    make_practice(
        title="Guide {to} drones",
        kind="guidance",
        organizations=[body],
        started=2019,
        sectors=[make_sector(label="Aviation")],
        sources=[make_source(title="A report", publisher="UN", year=2018)],
    )
    make_event(
        title="Workshop", organizations=[body], start=datetime.date(2018, 4, 24), city="Tokyo"
    )
    make_resolution(2341, title="Protection", url="https://example.org/2341")


def test_a_guide_is_a_report_of_the_bodies_that_lead_it(catalogue):
    text = Client().get("/practices.ris").getvalue().decode()
    (cited,) = rispy.loads(text)
    assert (cited["type_of_reference"], cited["title"]) == ("RPRT", "Guide {to} drones")
    assert cited["authors"] == [f"Ministry of X & Y{ris.LIKE_COMMA} Land"]
    assert (cited["year"], cited["keywords"][0]) == ("2019", "Aviation")
    assert cited["notes"] == ["Source: A report, UN, 2018"]
    assert cited["urls"] == ["http://testserver/practices/GP-0001/"]
    assert text.count("\r\n") == text.count("\n")
    (entry,) = in_bibtex(Client().get("/practices.bib").getvalue()).values()
    assert (entry.type, entry.key) == ("techreport", "GP-0001")
    assert plain(entry.fields["institution"]) == "Ministry of X & Y, Land"
    assert entry.fields["year"] == "2019"


def test_an_event_is_a_meeting_at_its_place_and_day(catalogue):
    (cited,) = rispy.loads(Client().get("/events.ris").getvalue().decode())
    assert (cited["type_of_reference"], cited["year"]) == ("CONF", "2018")
    assert (cited["date"], cited["place_published"]) == ("2018/04/24", "Tokyo")
    (entry,) = in_bibtex(Client().get("/events.bib").getvalue()).values()
    assert (entry.fields["month"], entry.fields["address"]) == ("April", "Tokyo")


def test_a_resolution_is_a_law_of_its_organ_with_its_symbol(catalogue):
    (cited,) = rispy.loads(Client().get("/resolutions.ris").getvalue().decode())
    assert cited["type_of_reference"] == "LEGAL"
    assert cited["authors"] == ["United Nations Security Council"]
    assert cited["note"] == "S/RES/2341 (2017)"
    (entry,) = in_bibtex(Client().get("/resolutions.bib").getvalue()).values()
    assert entry.key == "S-RES-2341-2017"
    assert "https://example.org/2341" in entry.fields["note"]


def test_an_organization_has_its_name_as_title(catalogue):
    (cited,) = rispy.loads(Client().get("/organizations.ris").getvalue().decode())
    assert (cited["title"], cited["keywords"]) == ("Ministry of X & Y, Land", ["MXY"])
    (entry,) = in_bibtex(Client().get("/organizations.bib").getvalue()).values()
    assert plain(entry.fields["title"]) == "Ministry of X & Y, Land"


@pytest.mark.django_db
@pytest.mark.parametrize("noun", ["practices", "events", "organizations", "resolutions"])
@pytest.mark.parametrize("extension", ["ris", "bib"])
def test_an_empty_list_is_an_empty_file(noun, extension):
    response = Client().get(f"/{noun}.{extension}")
    assert (response.status_code, response.getvalue()) == (200, b"")
    assert "charset=utf-8" in response["Content-Type"]
