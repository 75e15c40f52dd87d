"""The timeline shows the events of the list year by year, with what was adopted meanwhile."""

import datetime
import random
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.events.nouns import EVENT
from catalogue.events.timeline import (
    EVENTS_PER_YEAR,
    build_timeline,
)
from catalogue.facets.facet_index import facet_indexes
from catalogue.models import Event, Resolution
from tests.factories import make_country, make_event, make_resolution
from tests.listings.twin import Twin
from tests.sizes import count_cases
from tools.counts import create_filterset, find_keys_in_sql

pytestmark = pytest.mark.django_db
SAMPLES = count_cases(6, 100)
ADDRESS = "/events/timeline/"


def page(query="") -> str:
    """Return a timeline that answers."""
    response = Client().get(ADDRESS + query)
    assert response.status_code == 200
    return response.text


def words(html: str) -> str:
    """Return the text of a page from its line on, with single blanks."""
    line = html.partition('<div class="timeline">')[2].partition("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)))


def line(query="") -> list:
    """Return the line for one address."""
    return build_timeline(create_filterset(EVENT, QueryDict(query)))


def list_gaps() -> list[tuple]:
    """Return the first and the last year of each gap."""
    return [(each["first"], each["last"]) for each in line() if each["is_gap"]]


def on(year, month=5, day=4, **fields):
    """Make an event of one day."""
    start = datetime.date(year, month, day)
    return make_event(start=start, end=None, **fields)


def test_events_and_resolutions_stand_in_the_order_of_their_days():
    on(2018, 9, title="An autumn")
    on(2018, 1, title="A winter")
    make_resolution(2401, 2018, adopted_on=datetime.date(2018, 2, 13))
    on(2016, title="The year before last")
    text = words(page())
    found = re.findall("The year before last|A winter|2401|An autumn", text)
    assert found == ["The year before last", "A winter", "2401", "An autumn"]


def test_years_without_anything_are_a_gap_and_many_of_them_one():
    for year in (2000, 2002, 2010):
        on(year)
    assert list_gaps() == [(2001, 2001), (2003, 2009)]
    text = words(page())
    assert "2001: nothing on record" in text
    assert "2003–2009: nothing on record for 7 years" in text


def test_two_empty_years_are_two_thin_gaps():
    on(2000)
    on(2003)
    assert list_gaps() == [(2001, 2001), (2002, 2002)]


def test_an_event_has_its_days_its_kind_and_its_place_and_a_link_to_its_page():
    event = make_event(
        title="A workshop",
        start=datetime.date(2018, 12, 30),
        end=datetime.date(2019, 1, 2),
        city="Porto",
        country=make_country(name="Portugal"),
    )
    on(2018, 1, 3, city="Singapore", country=make_country(name="Singapore"))
    html = page()
    assert f'href="{event.get_absolute_url()}"' in html
    text = words(html)
    assert "30 December – 2 January 2019 A workshop Workshop, Porto, Portugal" in text
    assert "3 January Event" in text
    assert "Singapore, Singapore" not in text


def test_the_page_says_how_many_events_a_year_has_and_leads_to_their_list():
    for _ in range(2):
        on(2018, kind="workshop")
    on(2018, kind="launch")
    html = page("?kind=workshop&page=7")
    address = re.search(r'<h2 id="year-2018"><a href="([^"]+)">', html)[1]
    assert unescape(address) == "/events/?kind=workshop&year=2018"
    assert "2018 2 events" in words(html)
    assert '<a href="/events/?kind=workshop">2 events</a>' in html
    assert 'href="#year-2018"' in html


def test_the_list_of_events_and_the_timeline_lead_to_each_other_with_their_filters():
    on(2018, kind="launch")
    assert 'href="/events/timeline/?kind=launch"' in Client().get("/events/?kind=launch").text
    assert 'href="/events/?kind=launch"' in page("?kind=launch")


def test_resolutions_stand_whatever_the_filters_say_but_in_the_chosen_years():
    on(2018, kind="workshop")
    for number, year in ((2178, 2014), (2341, 2017), (2617, 2021)):
        make_resolution(number, year)

    def marks(query):
        years = [each for each in line(query) if not each["is_gap"]]
        return [year["number"] for year in years if year["marks"]]

    assert marks("kind=launch&country=") == [2014, 2017, 2021]
    assert marks("year_from=2015&year_to=2020") == [2017]
    assert marks("year=2021&year=2014") == [2014, 2021]
    assert marks("resolution=2341") == [2017]


def test_a_year_of_many_events_shows_the_first_and_links_to_the_rest():
    for day in range(EVENTS_PER_YEAR + 2):
        on(2018, 1 + day // 28, 1 + day % 28, title=f"Event number {day:03}")
    (year,) = line()
    assert (year["count"], len(year["entries"])) == (EVENTS_PER_YEAR + 2, EVENTS_PER_YEAR)
    assert year["more"] == 2
    html = page()
    assert "2 more events of 2018" in words(html)
    assert "Event number 000" in html
    assert f"Event number {EVENTS_PER_YEAR:03}" not in html


def test_no_draft_stands_on_the_line():
    on(2018)
    on(2003, title="zqevent", status="draft")
    make_resolution(9999, 2004, status="draft", title="zqresolution")
    html = page()
    assert not re.findall("zq|9999|2003|2004", html.partition('<div class="timeline">')[2])
    assert [each["number"] for each in line()] == [2018]


def test_a_catalogue_without_anything_has_no_line():
    html = page()
    assert '<div class="timeline">' not in html
    assert "No record matches all of this" in html


@pytest.mark.parametrize("query", ["?kind=unknown", "?year_from=abc", "?kind=launch&q=a&q=b"])
def test_a_wrong_address_is_named_and_gives_no_line(query):
    on(2018)
    response = Client().get(ADDRESS + query)
    assert response.status_code == 400
    assert '<div class="timeline">' not in response.text


@pytest.fixture(scope="module")
def slow(real_records):
    """Return a twin of the list of events over the real records."""
    return Twin("events")


def random_query(chance) -> dict:
    """Return some filters of events."""
    values = facet_indexes.index(EVENT).values
    names = chance.sample(["sector", "measure", "kind", "region", "country", "resolution"], 1)
    names += ["year"] if chance.random() < 0.3 else []
    query = {
        name: chance.sample(sorted(values[name].records), chance.randint(1, 3)) for name in names
    }
    return query | ({"year_to": chance.randint(2014, 2024)} if chance.random() < 0.3 else {})


def test_years_events_and_lists_agree_with_the_twin(slow):
    chance = random.Random(1373)
    starts = dict(Event.objects.published().values_list("code", "start"))
    for _ in range(SAMPLES):
        query = random_query(chance)
        found = [each for each in line(urlencode(query, doseq=True)) if not each["is_gap"]]
        matched = slow.matching(query)
        assert sum(year["count"] for year in found) == len(matched)
        for year in found:
            expected = {code for code in matched if starts[code].year == year["number"]}
            shown = [entry.event for entry in year["entries"] if entry.event]
            assert year["count"] == len(expected) == listed(query, year["number"])
            assert {event.code for event in shown} == expected
            days = [entry.day for entry in year["entries"]]
            assert days == sorted(days)


def listed(query: dict, year: int) -> int:
    """Return how many events plain SQL gives for the list of a year."""
    address = urlencode(query | {"year": year}, doseq=True)
    events = create_filterset(EVENT, QueryDict(address))
    assert events.is_valid(), events.errors
    return len(find_keys_in_sql(events))


def test_every_event_and_resolution_of_the_real_records_is_on_the_line_once(real_records):
    html = page()
    for record in [*Event.objects.published(), *Resolution.objects.published()]:
        assert html.count(f'href="{record.get_absolute_url()}"') == 1, record
    for address, number in re.findall(
        r'<h2 id="year-\d+"><a href="([^"]+)">\d+ <[^>]+>(\d+)', html
    ):
        count = re.search(r'class="count">\s*(\d+) event', Client().get(unescape(address)).text)
        assert count[1] == number, address
