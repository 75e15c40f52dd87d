"""What every backend finds, and in which order. The suite runs once on each database."""

import pytest

from catalogue.events.filters import EventFilter
from catalogue.organizations.filters import OrganizationFilter
from catalogue.resolutions.filters import ResolutionFilter
from tests.factories import (
    make_country,
    make_event,
    make_measure,
    make_organization,
    make_paragraph,
    make_practice,
    make_region,
    make_resolution,
    make_sector,
    make_threat,
)
from tests.search.finding import best, found

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="class")
def worded(rolled_back):
    """Make a practice with words of every sort, and one beside it."""
    practice = make_practice(
        title="Protecting vulnerable stadiums: Sécurité à Köln",
        summary="The police of the city watch soft targets against counter-terrorism drones.",
        how_it_works="По-русски: безопасность. 关键 基础设施 保护. حماية البنية التحتية",
    )
    return practice, make_practice(title="Quite another thing", summary="Ports and harbours.")


@pytest.fixture(scope="class")
def linked(rolled_back):
    """Make a practice with every sort of link, and one with nearly the same codes."""
    resolution = make_resolution(2341, title="On critical infrastructure")
    body = make_organization(name="Civil Air Body", acronym="CAB", other_names=["Corps aérien"])
    event = make_event(title="Workshop of Tokyo", organizations=[body])
    country = make_country(name="Côte d’Ivoire", region=make_region(name="Eastern Asia"))
    practice = make_practice(
        code="GP-0042",
        sectors=[make_sector(label="Aviation")],
        measures=[make_measure(label="Risk assessment")],
        threats=[make_threat(label="Insiders")],
        countries=[country],
        regions=[make_region(name="Sub-Saharan Africa")],
        organizations=[body],
        events=[event],
        paragraphs=[make_paragraph(resolution, "3")],
    )
    practice.evidence.create(kind="monitored", by_whom="Auditors", finding="Fewer thefts")
    make_practice(
        code="GP-00420",
        title="GP 0043",
        paragraphs=[make_paragraph(make_resolution(23410), "33")],
    )
    return practice, resolution, body, event


class TestWords:
    """Which words find a record."""

    @pytest.mark.parametrize(
        "typed",
        [
            "stadium", "STADIUMS", "protection", "protects", "vulnerability", "target",
            "securite", "sécurité", "secúrite", "koln", "KÖLN", "se\u0301curite\u0301",
            "police drones", "drones police", "stadium the of", "the",
            '"soft targets"', '"soft target"', "“soft targets”", '"targets against counter"',
            "counter-terrorism", "counter terrorism", "counter/terrorism", "(stadiums)", "police,",
            "безопасность", "关键", "保护", "حماية", "البنية التحتية",
            "police -harbour", "-harbour -ports", 'police -"targets soft"', "police 😀 & *",
            'police "soft targets', "--police",
        ],
    )  # fmt: skip
    def test_find_it(self, worded, typed):
        assert found(typed) == {worded[0]}

    @pytest.mark.parametrize(
        "typed",
        [
            "stad", "vulnerab", "secur", "securit", "kol", "terr", "police dron", "безоп", "关",
            "counter-terr", "watch soft-targ",
        ],
    )  # fmt: skip
    def test_the_last_word_may_be_unfinished(self, worded, typed):
        assert found(typed) == {worded[0]}

    @pytest.mark.parametrize(
        "typed",
        [
            "stadum", "police harbour", "stad police", '"stad"', '"targets soft"', "police -drone",
            "police AND port", "-police -ports", 'police -"soft targets"', "col", "title:police",
            "tadium", "terrorism-counter", "?!", '""', "😀", "- -", "pol*ce",
        ],
    )  # fmt: skip
    def test_do_not_find_it(self, worded, typed):
        assert worded[0] not in found(typed)

    def test_exclusions_alone_keep_everything_else(self, worded):
        assert found("-stadium") == {worded[1]}
        assert found("-nothing-has-this") == set(worded)


class TestCodesAndNames:
    """Codes, symbols and names are found as they are written."""

    @pytest.mark.parametrize(
        "typed",
        [
            "GP-0042", "gp-0042", "GP 0042", "0042", "S/RES/2341", "S/RES/2341 (2017)",
            "s-res-2341-2017", "2341", "2341-3", "CAB", "civil air body", "corps aerien",
            "cote d'ivoire", "Côte d’Ivoire", "ivoire", "asia", "sub-saharan africa", "aviation",
            "risk assessments", "insider", "tokyo", "thefts auditors", "aviation tokyo 2341",
        ],
    )  # fmt: skip
    def test_find_the_practice(self, linked, typed):
        assert found(typed) == {linked[0]}

    @pytest.mark.parametrize(
        "typed", ["2341", "S/RES/2341", "S/RES/2341 (2017)", "2341-3", "infrastructures"]
    )
    def test_find_the_resolution(self, linked, typed):
        assert found(typed, ResolutionFilter.searched) == {linked[1]}

    @pytest.mark.parametrize("typed", ["CAB", "corps aérien", "civil"])
    def test_find_the_organization(self, linked, typed):
        assert found(typed, OrganizationFilter.searched) == {linked[2]}

    @pytest.mark.parametrize("typed", ["tokyo", "CAB workshop", "workshop of tok"])
    def test_find_the_event(self, linked, typed):
        assert found(typed, EventFilter.searched) == {linked[3]}


class TestOrder:
    """The best records come first, on every database in the same order."""

    def test_title_before_summary_before_names_before_text(self):
        text = make_practice(how_it_works="Drones are watched.")
        names = make_practice(sectors=[make_sector(label="Drones")])
        summary = make_practice(summary="Drones are watched.")
        title = make_practice(title="Drones")
        assert best("drones") == [title, summary, names, text]

    def test_the_record_with_the_code_before_records_that_name_it(self):
        naming = make_practice(how_it_works="Follows GP-0007 and GP-0007.")
        own = make_practice(code="GP-0007")
        assert best("GP-0007") == [own, naming]

    def test_whole_words_before_beginnings_of_words(self):
        begun = make_practice(title="Portable gates", summary="Portable, portable, portable.")
        whole = make_practice(how_it_works="In a port.")
        assert best("port") == [whole, begun]

    def test_more_words_in_heavy_fields_come_first(self):
        one = make_practice(title="Police of cities", how_it_works="Drones.")
        both = make_practice(title="Police drones")
        assert best("police drones") == [both, one]

    def test_equal_records_stand_by_code(self):
        records = [make_practice(code=code, title="Drones") for code in ("GP-0003", "GP-0001")]
        assert best("drones") == records[::-1]

    def test_every_record_that_is_found_is_ranked_once(self):
        for word in ("port", "ports", "portal", "Porto"):
            make_practice(title=f"{word} security")
        for typed in ("port", "port sec", "security port", "port -portal", '"port security"'):
            assert set(best(typed)) == found(typed), typed
            assert len(best(typed)) == len(found(typed)), typed
