"""Did you mean: nearest words of the catalogue, with what they give, and never of a draft."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client

from tests.factories import (
    make_country,
    make_event,
    make_organization,
    make_paragraph,
    make_practice,
    make_resolution,
    make_sector,
)

pytestmark = pytest.mark.django_db


def offered(path: str) -> dict[str, int]:
    """Return the spellings that a page offers, and how many records each is said to give."""
    rows = re.findall(
        r'<li><a href="([^"]+)" dir="auto">([^<]+)</a> <span class="number">\((\d+) records?\)',
        Client().get(path).text,
    )
    for address, _typed, count in rows:
        assert f"{count} record" in as_records(Client().get(unescape(address)).text)
    return {unescape(typed): int(count) for _address, typed, count in rows}


def as_records(html: str) -> str:
    """Return a page with every noun called a record."""
    return re.sub(r"(practice|event|organization|resolution)", "record", html)


def test_a_mistyped_word_gets_the_nearest_with_its_count():
    for title in ("Stadium gates", "Stadium walls", "Harbour gates"):
        make_practice(title=title)
    assert offered("/practices/?q=stadum") == {"stadium".capitalize(): 2}
    assert offered("/practices/?q=gtaes+harbuor") == {"gates Harbour": 1}
    assert offered("/practices/?q=harbour+gaets") == {"harbour gates": 1}


def test_what_is_named_is_no_mistyped_word():
    for name in ("Iran", "Iraq"):
        make_country(name=name)
    make_practice(title="Barracks in Iraq")
    assert offered("/practices/?q=iran") == offered("/search/?q=iran") == {}
    assert offered("/practices/?q=irak") == {"Iraq": 1}
    assert offered("/practices/?q=iran+baracks") == {}  # no record has both
    assert offered("/practices/?q=iraq+baracks") == {"iraq Barracks": 1}


def test_a_city_of_an_event_is_a_word_and_its_days_are_none():
    make_event(title="Workshop", city="Tokyo", start=datetime.date(2018, 4, 24))
    assert offered("/events/?q=tokoy") == {"Tokyo": 1}
    assert offered("/search/?q=tokoy") == {"Tokyo": 1}


def test_names_of_bodies_and_terms_are_words_too():
    body = make_organization(name="Interpol", acronym="ICPO")
    make_practice(organizations=[body], sectors=[make_sector(label="Aviation")])
    assert offered("/practices/?q=intrepol") == {"Interpol": 1}
    assert offered("/practices/?q=icop") == {"ICPO": 1}
    assert offered("/practices/?q=aviaton") == {"Aviation": 1}
    assert offered("/organizations/?q=intrepol") == {"Interpol": 1}


def test_other_filters_and_exclusions_stay():
    make_practice(title="Stadium gates", kind="tool")
    make_practice(title="Stadium walls", kind="training")
    make_practice(title="Stadium drones", kind="tool")
    assert offered("/practices/?q=stadum&kind=tool") == {"Stadium": 2}
    assert offered("/practices/?q=stadum+-drones&kind=tool") == {"-drones Stadium": 1}
    assert offered("/practices/?q=stadum&kind=guidance") == {}


def test_words_that_are_found_get_no_spelling():
    make_practice(title="Stadium gates", kind="tool")
    assert offered("/practices/?q=stadium") == {}
    assert offered("/practices/?q=stadium&kind=training") == {}


@pytest.mark.parametrize("typed", ["qqqqqqq", "GP-9999", "xy", "?!", "a+b+c+d+e+f+g+h+stadum"])
def test_what_is_like_no_word_gets_no_spelling(typed):
    make_practice(title="Stadium gates")
    assert offered(f"/practices/?q={typed}") == {}


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_no_word_of_a_draft_is_offered(status):
    fields = {"status": status, "withdrawal_reason": "For a reason"}
    make_practice(title="Stadium", **fields)
    body = make_organization(name="Interpol", **fields)
    make_practice(
        title="Harbour", organizations=[body], events=[make_event(title="Tokyo", **fields)]
    )
    for typed in ("stadum", "intrepol", "tokio", "tokyp"):
        for path in ("/practices/", "/organizations/", "/events/", "/search/"):
            assert offered(f"{path}?q={typed}") == {}, (path, typed)


def test_a_word_goes_with_its_record():
    practice = make_practice(title="Stadium")
    assert offered("/practices/?q=stadum") == {"Stadium": 1}
    practice.status = "draft"
    practice.save()
    assert offered("/practices/?q=stadum") == {}


def test_the_search_over_everything_counts_all_nouns():
    make_practice(title="Stadium gates")
    make_event(title="Workshop in the stadium")
    assert offered("/search/?q=stadum") == {"stadium": 2}


def test_no_state_becomes_another_one_by_a_part_of_its_name():
    make_country(name="Iran (Islamic Republic of)")
    make_country(name="Iraq").other_names.create(name="Republic of Iraq")
    make_country(name="Netherlands").other_names.create(name="Holland")
    make_practice(title="Barracks in Iraq", summary="The homeland.")
    make_practice(title="Homeland")
    for typed in ("iran", "islamic", "holland", "iran barracks", "Iran's barracks"):
        assert offered(f"/practices/?q={typed}") == offered(f"/search/?q={typed}") == {}, typed


@pytest.mark.parametrize("typed", ["ISIS", "isis", "IPS", "ISPO"])
def test_no_abbreviation_becomes_one_with_other_letters(typed):
    make_practice(title="ISPS code")
    assert offered(f"/practices/?q={typed}") == {}


def test_letters_of_an_abbreviation_in_another_order_are_a_mistyped_word():
    make_practice(title="ISPS code")
    assert offered("/practices/?q=ipss") == {"ISPS": 1}


def test_a_paragraph_is_no_part():
    paragraph = make_paragraph(make_resolution(2341), "2")
    make_practice(title="Part 2", paragraphs=[paragraph])
    for path in ("/practices/", "/search/", "/events/"):
        assert offered(f"{path}?q=2341+para+2") == {}


def test_a_word_that_another_list_knows_is_not_mistyped():
    make_event(title="Stadia of Doha")
    make_practice(title="Dohar gates")
    assert offered("/practices/?q=doha") == offered("/search/?q=doha") == {}


def test_other_spellings_of_a_word_are_known():
    make_practice(title="Theatre gates", summary="Heater")
    make_practice(title="Heater gates")
    assert offered("/practices/?q=theater") == {}
    assert offered("/practices/?q=theater+gaets") == {"theater gates": 1}


def test_words_are_compared_as_search_folds_them():
    make_practice(title="Counterterrorism in Łódź")
    assert offered("/practices/?q=lodzz") == {"Łódź": 1}
    assert offered("/practices/?q=counter-terorism") == {"Counterterrorism": 1}


def test_a_suggestion_finds_more_than_what_was_typed():
    make_practice(title="Stadium gates")
    make_practice(title="Stadion")
    assert offered("/practices/?q=stadion") == {}
    assert offered("/practices/?q=stadion+gates") == {}
