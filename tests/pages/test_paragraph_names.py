"""A paragraph is named with its heading, and says once if its number is not confirmed."""

import pytest

from tests.factories import make_measure, make_paragraph, make_practice, make_resolution

pytestmark = pytest.mark.django_db

NAME = "S/RES/2341 (2017), para. 7 - Sharing good practices"
OPEN = "number is not confirmed"


@pytest.fixture
def paragraph():
    """Return a paragraph whose number was not seen in the text."""
    measure = make_measure()
    paragraph = make_paragraph(
        make_resolution(2341), "7", heading="Sharing good practices", verb="encourages",
        number_confirmed=False, note="the number follows from the order",
    )  # fmt: skip
    paragraph.measures.add(measure)
    return paragraph


def places(paragraph) -> dict[str, str]:
    """Return the addresses of the pages that show what a paragraph asks for."""
    practice = make_practice(paragraphs=[paragraph])
    return {
        "paragraph": paragraph.get_absolute_url(),
        "resolution": paragraph.resolution.get_absolute_url(),
        "practice": practice.get_absolute_url(),
        "measure": paragraph.measures.get().get_absolute_url(),
    }


@pytest.mark.parametrize("place", ["paragraph", "resolution", "practice", "measure"])
def test_heading_verb_and_an_open_number_are_there_once(client, paragraph, place):
    main = client.get(places(paragraph)[place]).text.partition("<main")[2]
    assert "Sharing good practices" in main
    assert "encourages" in main
    assert main.count(OPEN) == 1


def test_a_confirmed_number_says_nothing(client, paragraph):
    paragraph.number_confirmed = True
    paragraph.save()
    for address in places(paragraph).values():
        assert OPEN not in client.get(address).text


def test_lists_maps_and_comparisons_name_it_so(client, paragraph):
    one, other = make_practice(paragraphs=[paragraph]), make_practice()
    assert NAME in client.get(f"/practices/?paragraph={paragraph.code}").text
    assert NAME in client.get(f"/practices/compare/?code={one.code}&code={other.code}").text
    assert "para. 7 - Sharing good practices" in client.get("/coverage/?resolution=2341").text
    assert NAME in client.get(paragraph.get_absolute_url()).text.partition("</title>")[0]


def test_the_name_without_a_heading_or_a_number():
    resolution = make_resolution(2341)
    assert str(make_paragraph(resolution, "7")) == "S/RES/2341 (2017), para. 7"
    unknown = make_paragraph(resolution, "", summary="States are asked to help.")
    assert str(unknown) == ("S/RES/2341 (2017), number not confirmed - States are asked to help.")
    unknown.heading = "Help"
    assert str(unknown) == "S/RES/2341 (2017), number not confirmed - Help"
