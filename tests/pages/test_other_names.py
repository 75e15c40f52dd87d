"""Other names of terms and organizations: pages show the English ones; all are searched."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.search.search_index import search_indexes
from tests.factories import make_country, make_organization, make_practice, make_sector, make_threat
from tests.search.finding import found

pytestmark = pytest.mark.django_db

FRENCH = {"name": "Centre commercial", "language": "fr"}


def test_a_term_shows_its_english_names(client):
    sector = make_sector(label="Retail")
    sector.other_names.create(name="Shopping mall")
    sector.other_names.create(name="Mall")
    sector.other_names.create(**FRENCH)
    text = client.get(sector.get_absolute_url()).text
    assert "Shopping mall, Mall" in text
    assert FRENCH["name"] not in text


def test_an_organization_shows_its_english_names_and_is_found_by_all(client):
    body = make_organization(other_names=["Group of Twelve"])
    body.other_names.create(**FRENCH)
    text = client.get(body.get_absolute_url()).text
    assert "Group of Twelve" in text
    assert FRENCH["name"] not in text
    for name in ("twelve", "commercial"):
        assert found(name, search_indexes()["organization"]) == {body}


def test_a_practice_is_found_by_another_name_of_its_body_until_that_is_deleted():
    body = make_organization(other_names=["Group of Twelve"])
    practice = make_practice(organizations=[body])
    assert found("twelve") == {practice}
    body.other_names.all().delete()
    assert found("twelve") == set()


def test_a_draft_is_found_by_no_name():
    make_practice(organizations=[make_organization(other_names=["Zqgroup"], status="draft")])
    assert found("zqgroup") == set()


def test_no_page_shows_another_name_of_a_country(client):
    country = make_country(name="Kenya")
    country.other_names.create(name="Zqkenya")
    practice = make_practice(countries=[country])
    for address in (practice.get_absolute_url(), "/practices/", "/coverage/states/"):
        text = client.get(address).text
        assert "Kenya" in text
        assert "Zqkenya" not in text


class TestOneTerm:
    """A name leads to one term, unless each of its rows says that it is meant for several."""

    @pytest.mark.parametrize("name", ["Aviation", "aviation", "Flights"])
    def test_a_name_of_another_term_is_refused(self, name):
        aviation = make_sector(label="Aviation")
        aviation.other_names.create(name="flights")
        other = make_threat().other_names.create(name=name)
        with pytest.raises(ValidationError, match=f"“{name}” leads to Aviation too"):
            other.full_clean()

    def test_one_that_is_meant_for_several_is_not(self):
        make_sector(label="Aviation")
        make_threat().other_names.create(name="Aviation", meant_for_several=True).full_clean()

    def test_its_own_names_are_no_others(self):
        sector = make_sector(label="Aviation")
        for name in ("Flights", "flights"):
            sector.other_names.create(name=name)
        sector.other_names.first().full_clean()
