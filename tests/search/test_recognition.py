"""What a search names is recognised, in its order, and nothing that only looks like it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.changelog.queries import current_version
from catalogue.search.recognition import MAX_PARTS, recognise
from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
    make_threat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    make_country(code="US", alpha3="USA", name="United States of America")
    make_country(code="IN", alpha3="IND", name="India")
    make_country(code="HK", alpha3="HKG", name="Hong Kong, China")
    make_country(code="CN", alpha3="CHN", name="China")
    for code, alpha3, name in (
        ("KR", "KOR", "Republic of Korea"),
        ("KP", "PRK", "Democratic People's Republic of Korea"),
    ):
        make_country(code=code, alpha3=alpha3, name=name).other_names.create(name="Korea")
    make_region(code="002", name="Africa")
    make_sector(slug="retail", label="Retail").other_names.create(name="mall")
    make_threat(slug="firearms", label="Firearms").other_names.create(name="armed attack")
    make_organization(slug="who", name="World Health Organization", acronym="WHO")
    make_organization(slug="draft", name="Secret body", status="draft")
    make_paragraph(make_resolution(2341), "2")
    make_paragraph(make_resolution(2396, status="draft"), "2")
    make_resolution(2018, year=2008)
    make_practice(code="GP-0001")
    make_practice(code="GP-0002", status="draft")
    make_practice(code="GP-0003", status="withdrawn", withdrawal_reason="Replaced.")
    make_event(code="EV-0029")


def recognised(typed: str) -> list[tuple[str, set[str]]]:
    """Return the recognised parts of a text, each with the codes of what it may mean."""
    found = recognise(typed, current_version())
    return [
        (found.text[part.start : part.end], {value.code for value in part.values})
        for part in found.parts
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("UNSCR 2341 para 2", [("UNSCR 2341 para 2", {"2341-2"})]),
        ("2341(2)", [("2341(2)", {"2341-2"})]),
        ("2341 para 9 malls", [("2341", {"2341"}), ("malls", {"retail"})]),
        ("2341 2017", [("2341 2017", {"2341"})]),
        ("2341 2016", [("2341", {"2341"}), ("2016", {"2016"})]),
        ("S/RES/2341 (2016)", [("(2016)", {"2016"})]),
        ("gp1 and EV29", [("gp1", {"GP-0001"}), ("EV29", {"EV-0029"})]),
        ("China, Hong Kong, China", [("China,", {"CN"}), ("Hong Kong, China", {"HK"})]),
        ("malls: armed attack", [("malls:", {"retail"}), ("armed attack", {"firearms"})]),
        ("mall Africa 2019?", [("mall", {"retail"}), ("Africa", {"002"}), ("2019?", {"2019"})]),
    ],
)
def test_parts_are_recognised_in_their_order(named, typed, expected):
    assert recognised(typed) == expected


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Korea", {"KR", "KP"}), ("Republic of Korea", {"KR"}),
        # A year, and a resolution of that number.
        ("2018", {"2018"}), ("UNSCR 2018", {"2018"}),
    ],
)  # fmt: skip
def test_what_is_ambiguous_has_all_its_meanings(named, typed, codes):
    (part,) = recognise(typed, current_version()).parts
    assert {value.code for value in part.values} == codes
    facets = {value.facet for value in part.values}
    assert facets == {"2018": {"resolution", "year"}, "UNSCR 2018": {"resolution"}}.get(
        typed, {"country"}
    )


@pytest.mark.parametrize("typed", ["who told us", "in it", "WHO WARNED US IN TIME", "us", "in"])
def test_words_are_not_taken_for_short_names(named, typed):
    assert recognised(typed) == []


def test_short_names_are_recognised_in_capitals(named):
    assert recognised("IN US") == [("IN", {"IN"}), ("US", {"US"})]
    assert recognised("the WHO") == [("WHO", {"who"})]


@pytest.mark.parametrize(
    "typed",
    ["2396", "UNSCR 2396 para 2", "GP2", "GP-0003", "Secret body", "A/RES/2341", "GP-9999", "",
     "-China", '-"armed attack"', 'a "China mall" here', "2341x", "١٢"],
)  # fmt: skip
def test_drafts_phrases_and_what_is_left_out_are_not_recognised(named, typed):
    assert recognised(typed) == []


@pytest.mark.parametrize(
    ("typed", "is_whole"),
    [
        ("mall", True), ("the malls", True), ("  China ", True), ('"Hong Kong, China"', True),
        ("“2341 para 2”", True), ("mall security", False), ("mall Africa", False), ("x", False),
    ],
)  # fmt: skip
def test_a_whole_text_may_be_one_name(named, typed, is_whole):
    assert recognise(typed, current_version()).is_whole == is_whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=700)
    | st.lists(
        st.sampled_from(["mall", "China", "2341", "para", "2", "(", "2018", '"', "-", "US", "GP1"]),
        max_size=300,
    ).map(" ".join)
)
def test_any_text_has_few_parts_in_their_order(named, typed):
    found = recognise(typed, None)
    assert len(found.parts) <= MAX_PARTS
    end = 0
    for part in found.parts:
        assert end <= part.start < part.end <= len(found.text)
        assert part.values
        end = part.end
