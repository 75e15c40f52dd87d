"""The names that people use are known, for what they mean and where they stand."""

import pytest

from catalogue.changelog.queries import current_version
from catalogue.models import Country, Organization
from catalogue.search.names import list_typed_words, name_index
from tests.factories import (
    make_country,
    make_organization,
    make_practice,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db


def add_names(record, *names):
    for name in names:
        record.other_names.create(name=name)


@pytest.fixture
def named():
    states = make_country(code="US", alpha3="USA", name="United States of America")
    add_names(states, "USA", "U.S.")
    make_country(code="IT", alpha3="ITA", name="Italy")
    add_names(make_country(code="TR", alpha3="TUR", name="Türkiye"), "Turkey")
    make_country(code="HK", alpha3="HKG", name="Hong Kong, China")
    make_country(code="CN", alpha3="CHN", name="China")
    make_region(code="002", name="Africa")
    add_names(make_sector(slug="retail", label="Retail"), "shopping mall", "mall")
    make_organization(slug="who", name="World Health Organization", acronym="WHO")
    make_organization(slug="draft", name="Secret body", acronym="SEB", status="draft")


def recognised(text: str) -> list[tuple[str, str]]:
    """Return (words, code) of each name in a text."""
    words = list_typed_words(text)
    return [
        (" ".join(word.folded for word in words[found.start : found.end]), value.code)
        for found in name_index(current_version()).find_in(words)
        for value in found.values
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shopping MALLS", [("shopping malls", "retail")]),
        ("mall attack", [("mall", "retail")]),
        ("a shopping mall in Africa", [("shopping mall", "retail"), ("africa", "002")]),
        ("TURKEY or turkiye", [("turkey", "TR"), ("turkiye", "TR")]),
        ("Hong Kong, China", [("hong kong china", "HK")]),
        ("who told us about it", []),
        ("WHO in the US and IT", [("who", "who"), ("us", "US"), ("it", "IT")]),
        ("usa, U.S.", [("usa", "US"), ("u s", "US")]),
        ("ita tur", []),
        ("Secret body", []),
        ("Italy's", [("italy", "IT")]),
        ("", []),
    ],
)  # fmt: skip
def test_names_are_found_in_a_text(named, text, expected):
    assert recognised(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Southeast Asia", "035"), ("south-east asia", "035"), ("South Eastern Asia", "035"),
        ("East Africa", "014"), ("eastern africa", "014"), ("South Africa", "ZA"),
        ("Southern Africa", "018"), ("south-africa", "ZA"),
    ],
)  # fmt: skip
def test_directions_are_one_name_in_any_form(text, code):
    for region, name in (
        ("035", "South-eastern Asia"), ("014", "Eastern Africa"), ("018", "Southern Africa"),
    ):  # fmt: skip
        make_region(code=region, name=name)
    make_country(code="ZA", alpha3="ZAF", name="South Africa")
    make_region(code="142", name="Asia")
    make_region(code="002", name="Africa")
    assert [found for _words, found in recognised(text)] == [code]


def test_words_have_the_place_of_the_part_that_was_typed():
    words = list_typed_words("a  counter-terrorism UN ")
    assert [(each.folded, each.start, each.end, each.in_capitals) for each in words] == [
        ("a", 0, 1, False), ("counter", 3, 20, False), ("terrorism", 3, 20, False),
        ("un", 21, 23, True),
    ]  # fmt: skip


def test_names_are_read_again_when_one_may_have_changed_and_only_then(named):
    practice, known = make_practice(), name_index(current_version())
    practice.title = "Other"
    practice.save()
    assert name_index(current_version()) is known
    Country.objects.filter(code="TR").update(name="Renamed")
    assert recognised("Renamed, once Turkey") == [("renamed", "TR"), ("turkey", "TR")]
    draft = Organization.objects.get(slug="draft")
    draft.status = "published"
    draft.save()
    assert recognised("SEB") == [("seb", "draft")]
    add_names(draft, "Hidden body")
    assert recognised("hidden body") == [("hidden body", "draft")]
