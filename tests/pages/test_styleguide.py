"""Pages that are read: their contents, the way to them, and the style page of their parts."""

import re

import pytest
from django.test import Client

from catalogue.pages import styleguide
from tests.factories import make_event, make_practice
from tests.world import World

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>')
HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


@pytest.fixture
def pages():
    """Return the pages of one record of each noun."""
    world = World(2)
    records = (world.practices, world.events, world.organizations, world.resolutions)
    return [Client().get(each[0].get_absolute_url()).text for each in records]


def test_the_contents_name_every_section_in_order_and_nothing_else(pages):
    for page in pages:
        links = LINK.findall(page.partition('class="contents')[2].partition("</nav>")[0])
        assert links == HEADING.findall(page)
        assert len(links) >= 3
        assert len({name for name, _text in links}) == len(links)


def test_every_section_has_its_anchor(pages):
    for page in pages:
        assert not re.search(r"<h2(?! id=)", page.partition("<main")[2])


def test_a_short_page_has_no_contents():
    world = World(1)
    assert 'class="contents' not in Client().get(world.threats[0].get_absolute_url()).text


def test_a_practice_is_told_before_what_it_rests_on_and_who_stands_behind_it():
    world = World(2)
    text = Client().get(world.practices[0].get_absolute_url()).text
    order = ["how_it_works", "evidence", "basis", "sources", "bodies", "related", "cite"]
    places = [text.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


def test_a_paragraph_is_given_in_our_words_with_who_says_that_it_is_answered():
    world = World(1)
    text = Client().get(world.practices[0].get_absolute_url()).text
    assert "States are called upon." in text
    assert "Editors&#x27; judgement" in text


def test_a_record_says_when_it_was_verified_and_when_it_is_due_again():
    fields = {"last_verified_on": "2026-03-14", "review_due_on": "2027-03-14", "verdict": ""}
    for record in (make_practice(**fields, version=3), make_event(**fields, version=3)):
        text = Client().get(record.get_absolute_url()).text
        assert "Last verified on 14 March 2026." in text
        assert "14 March 2027" in text
        assert re.search(r"Version</dt><dd[^>]*>3</dd>", text)
        assert f"http://testserver{record.permalink}" in text


def test_the_style_page_shows_every_part_and_every_token(settings):
    response = Client().get("/style/")
    assert response.status_code == 200
    parts = sorted(path.stem for path in (settings.ROOT / "templates" / "parts").glob("*.html"))
    assert re.findall(r'<h3 id="part-(\w+)"', response.text) == parts
    css = Client().get("/static/css/style.css").getvalue().decode()
    for token in styleguide.read_tokens():
        assert f"token-{token}" in response.text
        assert f".token-{token} {{" in css


def test_readers_do_not_get_the_style_page(settings):
    settings.IN_PRODUCTION = True
    assert Client().get("/style/").status_code == 404
