"""Very many linked records are prefetched at once, on both databases."""

import pytest

from catalogue.models import PracticeCitation, Source
from tests.factories import make_practice

pytestmark = pytest.mark.django_db

MANY = 1_200  # SQLite allows 1,000 conditions in a row


def test_more_than_a_thousand_records_are_read_through_a_foreign_key():
    practice = make_practice()
    sources = Source.objects.bulk_create(
        Source(url=f"https://example.org/many/{place}") for place in range(MANY)
    )
    PracticeCitation.objects.bulk_create(
        PracticeCitation(practice=practice, source=source, locator="p. 1") for source in sources
    )
    citations = practice.citations.filter(source__in=sources).prefetch_related("source")
    assert {each.source.url for each in citations} == {each.url for each in sources}
