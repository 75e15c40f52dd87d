"""The address of a list is its whole state; what is wrong with it is said and never guessed."""

import pytest

from catalogue.exports.formats import FORMATS
from tests.factories import make_country, make_practice, make_sector

pytestmark = pytest.mark.django_db

LISTS = ["/practices/", "/events/", "/organizations/", "/resolutions/"]


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_catalogue_has_lists_that_say_so(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "No record matches" in response.text


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_parameter_is_named_and_the_list_is_shown(client, path):
    response = client.get(f"{path}?secteur=aviation")
    assert response.status_code == 200
    assert "secteur" in response.text
    assert "was not applied" in response.text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "kind=unknown&organ=unknown",
        "year=abc",
        "year_from=abc",
        "year_from=20%2018",
        "year_to=99999999999999999999999999",
        "year_from=1.5",
        "year_from=-1",
        "sort=best",
        "per_page=21",
        "q=a&q=b",
        "sort=title&sort=newest",
        "page=1&page=2",
        "year_from=2017&year_from=2018",
        "year_from=2018&year_to=2017",
    ],
)
def test_a_wrong_value_gives_an_error_and_no_results(client, path, query):
    if path == "/practices/":
        practice = make_practice(title="A record that must not be shown")
        assert practice.title not in client.get(f"{path}?{query}").text
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert "cannot be answered" in response.text
    assert 'class="cards"' not in response.text


@pytest.mark.parametrize("path", LISTS)
def test_years_that_end_before_they_begin_are_an_error_at_their_field(client, path):
    query = "?year_from=2018&year_to=2017"
    text = client.get(path + query).text
    assert text.count("2017 is before 2018: give 2018 or a later year.") == 2
    assert 'value="2017" aria-invalid="true" aria-describedby="year_to-error"' in text
    assert client.get(f"{path}?year_from=2018&year_to=2018").status_code == 200
    for extension in FORMATS:
        file = client.get(f"{path[:-1]}.{extension}{query}")
        assert file.status_code == 400
        assert "year_to: 2017 is before 2018" in file.text


def test_every_wrong_value_is_named_at_once(client):
    text = client.get("/practices/?sector=one&sector=two&year_from=x").text
    for word in ("“one”", "“two”", "Started in or after"):
        assert word in text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("page", ["0", "-1", "abc", "99", "1e3", "٣x", "9" * 3000])
def test_a_page_that_is_not_there_links_to_the_last_one(client, path, page):
    make_practice()
    response = client.get(path, {"page": page})
    assert response.status_code == 404
    assert f'href="{path}?page=1"' in response.text


def test_the_link_to_the_last_page_keeps_the_filters(client):
    sector = make_sector()
    for _ in range(21):
        make_practice(sectors=[sector])
    response = client.get(f"/practices/?sector={sector.slug}&page=9")
    assert f"?sector={sector.slug}&amp;page=2" in response.text


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1", "gclid=1", "sector=", "q=", "page="])
def test_blanks_and_marks_of_others_pass_silently(client, query):
    make_practice()
    text = client.get(f"/practices/?{query}").text
    assert "was not applied" not in text
    assert "1 practice" in text


def test_relevance_without_words_is_named_as_not_applied(client):
    make_practice()
    text = client.get("/practices/?sort=relevance").text
    assert "sort=relevance" in text
    assert "1 practice" in text


def test_the_number_of_records_a_page_can_be_chosen(client):
    for _ in range(21):
        make_practice()
    assert client.get("/practices/").text.count("<article") == 20
    assert client.get("/practices/?per_page=50").text.count("<article") == 21


def test_links_carry_only_what_is_in_force(client):
    for _ in range(21):
        make_practice()
    html = client.get("/practices/?secteur=x&utm_source=y&sort=title").text
    assert '"/practices/?sort=title&amp;page=2"' in html
    assert '"/practices.csv?sort=title"' in html


def test_each_filter_has_a_chip_that_takes_it_away(client):
    sector, country = make_sector(label="Aviation"), make_country(name="Japan")
    make_practice(title="Drones", sectors=[sector], countries=[country])
    query = f"q=drones&sector={sector.slug}&country={country.code}&year_from="
    html = client.get(f"/practices/?{query}").text
    assert f'href="/practices/?q=drones&amp;country={country.code}"' in html
    assert f'href="/practices/?sector={sector.slug}&amp;country={country.code}"' in html


def test_clearing_filters_keeps_words_and_order(client):
    sector = make_sector()
    make_practice(sectors=[sector])
    html = client.get(f"/practices/?q=practice&sort=title&sector={sector.slug}").text
    assert 'href="/practices/?q=practice&amp;sort=title">Clear filters' in html


def test_taking_the_words_away_takes_the_order_by_relevance_along(client):
    make_practice()
    html = client.get("/practices/?q=practice&sort=relevance").text
    assert 'class="chip" href="/practices/"' in html


def test_lists_under_a_filter_are_not_for_search_engines(client):
    assert "noindex" not in client.get("/practices/").text
    assert "noindex" in client.get("/practices/?sort=title").text
