"""Records are sorted as people look for them, on pages and in files, on both databases."""

import csv
import io

import pytest
from django.test import Client

from catalogue.core.folding import fold_text
from catalogue.models import Organization
from tests.factories import make_event, make_organization, make_practice

pytestmark = pytest.mark.django_db

NAMES = [
    "Águas de Portugal", "Airports Council", "eu-LISA", "Éire Airports", "EUROPOL",
    "Österreichische Post", "Oslo Lufthavn", "United Nations", "UNWTO", "World Bank",
]  # fmt: skip


@pytest.fixture(autouse=True)
def organizations():
    """Make them in another order."""
    for name in sorted(NAMES):
        make_organization(name=name)


def test_a_list_and_its_files_have_one_order():
    names = sorted(NAMES, key=fold_text)
    assert names[0] == "Águas de Portugal"
    page = Client().get("/organizations/", {"per_page": 50}).text
    places = [page.index(f">{name}<") for name in names]
    assert places == sorted(places)
    file = Client().get("/organizations.csv").getvalue().decode("utf-8-sig")
    assert [row["name"] for row in csv.DictReader(io.StringIO(file))] == names


def test_a_changed_organization_moves_to_its_place():
    Client().get("/organizations.csv")
    moved = Organization.objects.get(name="World Bank")
    moved.name = "Ägyptische Bank"
    moved.save()
    file = Client().get("/organizations.csv").getvalue().decode("utf-8-sig")
    found = [row["name"] for row in csv.DictReader(io.StringIO(file))]
    assert found == sorted(found, key=fold_text)
    assert found[1] == "Ägyptische Bank"


def test_the_desk_has_the_same_order():
    assert [each.name for each in Organization.objects.all()] == sorted(NAMES, key=fold_text)


@pytest.mark.parametrize(("make", "plural"), [(make_practice, "practices"), (make_event, "events")])
def test_titles_are_sorted_in_the_same_way(make, plural):
    for title in sorted(NAMES):
        make(title=title)
    titles = sorted(NAMES, key=fold_text)
    page = Client().get(f"/{plural}/", {"per_page": 50, "sort": "title"}).text
    places = [page.index(f">{title}<") for title in titles]
    assert places == sorted(places)
    file = Client().get(f"/{plural}.csv", {"sort": "title"}).getvalue().decode("utf-8-sig")
    assert [row["title"] for row in csv.DictReader(io.StringIO(file))] == titles
