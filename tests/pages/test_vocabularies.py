"""The vocabularies: what each word means, on what it rests, what the lists count for it."""

import re

import pytest
from django.test import Client

from tests.factories import (
    make_event,
    make_measure,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
    make_threat,
)

pytestmark = pytest.mark.django_db


def read(path: str) -> str:
    """Return the words of a page without its markup, blanks made one."""
    response = Client().get(path)
    assert response.status_code == 200
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def number_on_list(path: str, query: str) -> int:
    """Return how many records a list has under a filter."""
    return int(Client().get(f"{path}.csv?{query}")["X-Total-Count"])


def test_a_word_says_what_it_means_and_stands_in_its_vocabulary():
    above = make_sector(slug="transport", label="Transport")
    make_sector(slug="aviation", label="Aviation", definition="Airports.", parent=above)
    text = read("/sectors/aviation/")
    assert "Catalogue Sectors Transport Aviation" in text  # the way to the page
    assert "Airports." in text
    assert "Part of Transport" in text
    assert "What belongs under it Aviation Airports." in read("/sectors/transport/")


def test_the_numbers_of_a_word_are_those_of_the_lists():
    above = make_sector(slug="transport")
    below = make_sector(slug="aviation", parent=above)
    make_practice(sectors=[above])
    make_practice(sectors=[below])
    make_practice(sectors=[below], status="draft")
    make_event(sectors=[below])
    for slug, practices in (("transport", 2), ("aviation", 1)):
        assert number_on_list("/practices", f"sector={slug}") == practices
        assert number_on_list("/events", f"sector={slug}") == 1
        noun = "practice" if practices == 1 else "practices"
        assert re.search(rf"{practices} {noun} of “[^”]+” , 1 event", read(f"/sectors/{slug}/"))
        assert f'href="/practices/?sector={slug}"' in Client().get(f"/sectors/{slug}/").text


def test_a_word_without_a_record_is_a_gap_and_leads_to_no_list():
    make_sector(slug="food")
    text = Client().get("/sectors/food/").text
    assert "0 practices" in text
    assert "A gap is information too." in text
    assert "?sector=food" not in text


def test_the_newest_practices_come_first_those_of_words_below_included():
    above = make_measure(slug="planning")
    below = make_measure(parent=above)
    practices = [make_practice(measures=[below], title=f"Number {n} of all") for n in range(8)]
    found = re.findall(r"Number (\d) of all", read("/measures/planning/"))
    assert found == [str(n) for n in range(7, 1, -1)]
    assert len(practices) == 8


def test_a_measure_says_which_paragraphs_ask_for_it_and_which_preambles_name_it():
    measure = make_measure(slug="awareness")
    resolution, other = make_resolution(2341), make_resolution(2396, status="draft")
    paragraph = make_paragraph(resolution, "3", summary="Make it known.")
    for each in (paragraph, make_paragraph(other, "5", summary="Not public.")):
        each.measures.add(measure)
    make_paragraph(resolution, "", summary="Without a number.").measures.add(measure)
    resolution.streams.create(measure=measure, name="public awareness")
    other.streams.create(measure=measure, name="hidden stream")
    make_practice(paragraphs=[paragraph])
    text = read("/measures/awareness/")
    assert "2341-3 Make it known. Its number is not confirmed. 1 practice" in text
    assert "S/RES/2341 (2017) : public awareness" in text
    for hidden in ("Not public", "Without a number", "hidden stream"):
        assert hidden not in text


def test_events_have_no_threats_so_their_number_is_not_shown():
    make_threat(slug="cyber")
    assert "event" not in read("/threats/cyber/").partition("Facts")[0]


def test_a_retired_word_says_so_and_stands_apart():
    make_sector(label="Gas", slug="gas", retired=True)
    make_sector(label="Water")
    assert "This word is retired" in read("/sectors/gas/")
    assert read("/sectors/").index("Water") < read("/sectors/").index("Retired Kept on old records")
    assert read("/sectors/").index("Kept on old records") < read("/sectors/").index("Gas")


def test_a_vocabulary_nests_its_words_and_gives_their_numbers():
    above = make_sector(label="Transport")
    make_practice(sectors=[make_sector(label="Aviation", definition="Airports.", parent=above)])
    assert re.search(
        r"Transport 1 practice of “Transport” , 0 events .*Aviation Airports\. 1 practice",
        read("/sectors/"),
    )


def test_a_word_that_is_not_there_is_not_found():
    assert Client().get("/sectors/nonsense/").status_code == 404


@pytest.mark.parametrize("facet", ["sector", "measure", "threat"])
def test_a_practice_leads_to_its_words_and_to_their_lists(facet):
    term = {"sector": make_sector, "measure": make_measure, "threat": make_threat}[facet]()
    practice = make_practice(**{f"{facet}s": [term]})
    text = Client().get(practice.get_absolute_url()).text
    assert f'href="/{facet}s/{term.slug}/"' in text
    assert f'href="/practices/?{facet}={term.slug}">1<' in text
    assert f'href="/{facet}s/"' in text
