"""Whatever an address holds, the answer is a page, an explanation or a file, and never a fault."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.exports.formats import FORMATS
from tests.world import World

pytestmark = pytest.mark.django_db

NOUNS = ["practices", "events", "organizations", "resolutions"]
NAMES = [
    "q", "sort", "page", "per_page", "year_from", "year_to", "year", "sector", "measure", "threat",
    "resolution", "paragraph", "region", "country", "organization", "kind", "event", "evidence",
    "verified", "source_health",
    "organ", "parent", "bom", "utm_x", "other",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\0", "' OR 1=1 --", '"', "*", "AND", "%", "_", "\\", "😀", "1" * 40, "x" * 9000]
    ),
    st.integers().map(str),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Make a small catalogue for all examples."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield World(2)
        transaction.set_rollback(True)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    noun=st.sampled_from(NOUNS),
    form=st.sampled_from(["/", *(f".{extension}" for extension in FORMATS)]),
    query=st.dictionaries(
        st.sampled_from(NAMES) | st.text(max_size=8), st.lists(TEXTS, max_size=3)
    ),
)
@example(noun="practices", form="/", query={"q": ["a " * 5000]})
@example(noun="practices", form="/", query={"q": [" ".join(str(n) for n in range(200))]})
@example(noun="practices", form=".csv", query={"q": ["a%00b\0"], "sector": ["\0"]})
def test_no_query_is_a_fault(world, noun, form, query):
    response = Client(raise_request_exception=True).get(f"/{noun}{form}", query)
    assert response.status_code in (200, 400, 404, 414)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(path=st.text(max_size=30), noun=st.sampled_from(NOUNS))
def test_no_path_is_a_fault(world, noun, path):
    response = Client(raise_request_exception=True).get(f"/{noun}/{path}/")
    assert response.status_code in (200, 301, 404)


def test_text_of_records_is_never_markup(world):
    practice = world.practices[0]
    practice.title = practice.how_it_works = '<script>alert("x")</script>'
    practice.save()
    for path in ("/", "/practices/", practice.get_absolute_url(), "/practices/?q=<script>"):
        text = Client().get(path).text
        assert "<script>alert" not in text
        assert "<script>" not in text
