"""An address at which there is nothing: its words are looked for, cheaply, and nothing can fail."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.pages import error_views
from catalogue.pages.error_views import extract_words
from tests.factories import make_organization, make_practice

pytestmark = pytest.mark.django_db


def astray_at(path: str) -> str:
    """Return the page at an address that is wrong."""
    response = Client().get(path)
    assert response.status_code == 404
    return response.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/practices/stadium-guards/", "stadium guards"),
        ("/practices/GP-0042/guards_at/the+gate", "GP-0042 guards at the gate"),
        ("/organizations/unoct", "unoct"),
        ("/resolutions/s-res-2341-2017/99/", "s res 2341 2017 99"),
        ("/مكافحة-الإرهاب/", "مكافحة الإرهاب"),
        ("/a\x00b\x1b/", "a b"),
        ("/" + "-".join("abcdefghijklmn"), "a b c d e f"),
        ("/practices/", ""),
    ],
)
def test_the_words_of_an_address_are_those_of_its_slugs_and_its_codes(address, words):
    assert extract_words(address) == words


def test_what_holds_the_words_is_offered_and_the_search_is_filled_in():
    practice = make_practice(title="Guards at stadiums")
    text = astray_at("/practices/stadium-guard/")
    assert "Was it one of these?" in text
    assert f'href="{practice.get_absolute_url()}"' in text
    assert 'value="stadium guard"' in text
    assert "/search/?q=stadium+guard" in text


def test_a_mistyped_word_finds_what_was_meant():
    practice = make_practice(title="Guards at stadiums")
    text = astray_at("/practices/stadims/")
    assert practice.get_absolute_url() in text
    assert 'value="stadims"' in text


def test_a_code_finds_its_record_whatever_words_stand_beside_it():
    practice = make_practice()
    assert practice.get_absolute_url() in astray_at(f"/practice/{practice.code}/another-title/")


def test_five_records_are_offered_at_most_practices_first():
    practices = [make_practice(title=f"Stadium {n}") for n in range(4)]
    bodies = [make_organization(name=f"Stadium owner {n}") for n in range(4)]
    text = astray_at("/stadium/")
    assert all(each.get_absolute_url() in text for each in practices)
    assert sum(each.get_absolute_url() in text for each in bodies) == 1


def test_words_that_nothing_holds_still_give_a_page():
    assert "Was it one of these?" not in astray_at("/zzzz-qqqq/")


def test_an_address_cannot_write_into_the_page():
    text = astray_at('/"><script>alert(1)<-script>/')
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", ["/wp-login.php", "/a/b/icon.png", "/stadium.html", "/admin/x/"])
def test_what_programs_ask_for_is_not_looked_for(path, monkeypatch):
    monkeypatch.setattr(
        error_views, "search_for_words", lambda words: pytest.fail("it was looked for")
    )
    assert Client().get(path, follow=True).status_code in (200, 404)


def test_a_search_that_fails_leaves_the_page(monkeypatch, caplog):
    def fail(*args):
        raise OperationalError("an inner word")

    monkeypatch.setattr(error_views, "matching_keys", fail)
    text = astray_at("/stadium/")
    assert "There is nothing at this address" in text
    assert "an inner word" not in text
    assert "could not be looked for" in caplog.text


def test_it_takes_few_queries():
    make_practice(title="Guards at stadiums")
    astray_at("/guards/")  # the counting engine and the spellings read the catalogue once
    astray_at("/stadims/")
    for path, most in (("/stadiums/", 12), ("/gards-stadims/", 20), ("/q-w-e-r-t-y-u/", 10)):
        with CaptureQueriesContext(connection) as queries:
            astray_at(path)
        assert len(queries) <= most, path
