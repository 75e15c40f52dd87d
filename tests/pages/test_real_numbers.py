"""The numbers of the real records are those of their lists, on the page and in its file."""

import random
from collections import Counter

import pytest
from django.test import Client

from tests.pages.numbers import in_file, on_page
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db

SAMPLES = count_cases(40, 400)


def test_numbers_of_the_real_records_are_those_of_their_lists(real_records):
    found = on_page()
    assert len(found) > 150
    for address, number in random.Random(4).sample(found, min(SAMPLES, len(found))):
        path, _sign, query = address.partition("?")
        listed = Client().head(f"{path.rstrip('/')}.csv?{query}")
        assert listed["X-Total-Count"] == str(number), address


def test_the_file_holds_the_numbers_of_the_page(real_records):
    filed = [(row["address"], int(row["records"])) for row in in_file()]
    assert filed == [(f"http://testserver{address}", number) for address, number in on_page()]


def test_every_record_is_counted_once_by_kind(real_records):
    rows = in_file()
    totals = {row["noun"]: int(row["records"]) for row in rows if row["breakdown"] == "total"}
    by_kind = Counter()
    for row in rows:
        if row["breakdown"] in ("kind", "organ"):
            by_kind[row["noun"]] += int(row["records"])
    assert by_kind == totals
    assert list(totals) == ["practice", "event", "organization", "resolution"]
