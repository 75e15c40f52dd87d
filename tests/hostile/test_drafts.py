"""A crawl of the whole site finds no word of what is not public, nor that it exists."""

import pytest
from django.db import transaction

from tests.hostile import FULL, addresses
from tests.hostile.crawling import client, crawl, text_of
from tests.hostile.hidden import Hidden
from tests.world import World

pytestmark = pytest.mark.django_db

PAGES = 4_000 if FULL else 200
EVERY = 1 if FULL else 10  # of so many markers one is asked for
NOUNS = ("practices", "events", "resolutions", "organizations")


@pytest.fixture(scope="module")
def crawled(django_db_setup, django_db_blocker):
    """Crawl a public catalogue, hide what is not public in it, and crawl it again."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World(2)
        starts = ["/", *(each.right for each in addresses.routes(world))]
        before = crawl(starts, PAGES)
        hidden = Hidden(world)
        yield before, crawl(starts, PAGES), hidden
        transaction.set_rollback(True)


def leaks(text: str, hidden: Hidden) -> dict[str, str]:
    """Return the markers in a text, each with where it was planted."""
    folded = text.casefold()
    return {word: where for word, where in hidden.words.items() if word in folded}


def test_there_are_two_hundred_markers_and_those_who_may_find_them(crawled, admin_client):
    _before, _after, hidden = crawled
    assert len(hidden.words) >= 200
    seen = {}
    for record in hidden.records:
        page = admin_client.get(f"/admin/catalogue/{record._meta.model_name}/{record.pk}/change/")
        seen |= leaks(page.text, hidden)
    assert len(seen) > len(hidden.words) / 2


def test_the_crawl_reaches_every_public_address_and_beyond(crawled):
    before, after, _hidden = crawled
    assert {*before} >= {"/", "/sitemap.xml", "/practices.xlsx", "/events.atom", "/statistics.csv"}
    assert any(address.startswith("/practices/GP-0001/") for address in before)
    assert len(after) > len(addresses.patterns())


def test_no_marker_is_found_on_the_way(crawled):
    _before, after, hidden = crawled
    found = {address: leaks(text, hidden) for address, text in after.items()}
    assert {address: words for address, words in found.items() if words} == {}
    print(f"{len(hidden.words)} markers, {len(after)} addresses")  # for the drill


def test_nothing_that_is_public_is_other_than_without_them(crawled):
    before, after, _hidden = crawled
    assert [address for address, text in before.items() if text != after.get(address)] == []


def test_a_search_for_a_marker_finds_nothing_and_a_mistyped_one_is_not_put_right(crawled):
    _before, _after, hidden = crawled
    for word in list(hidden.words)[::EVERY]:
        mistyped = word[:6] + word[7:]
        for address in (f"/search/?q={mistyped}", f"/{mistyped}/", f"/practices/?q={mistyped}"):
            assert leaks(text_of(client.get(address)), hidden) == {}, address
        for noun in NOUNS:
            assert client.get(f"/{noun}.csv?q={word}")["X-Total-Count"] == "0", word


def test_the_address_of_what_is_hidden_says_no_more_than_why_it_was_withdrawn(crawled):
    _before, _after, hidden = crawled
    for record in hidden.records:
        for address in {
            record.permalink,
            record.get_absolute_url(),
            f"{record.permalink[:-1]}.bib",
        }:
            response = client.get(address, follow=True)
            assert response.status_code == (410 if record.status == "withdrawn" else 404), address
            found = {*leaks(text_of(response), hidden)} - {*leaks(address, hidden)}
            assert found <= hidden.reasons, address
