"""Whatever is typed, the answer comes soon, is no fault, and is the same in every way of asking."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.changelog.queries import current_version
from catalogue.models import Practice
from catalogue.pages.middleware import MAX_ADDRESS_LENGTH
from catalogue.search.queries import grade_keys, matching_keys
from catalogue.search.query_parser import parse_query
from tests.factories import make_practice
from tests.search.finding import PRACTICES
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db

EXAMPLES = count_cases(150, 2000)
MOST_QUERIES = 60  # of one page, whatever is searched
PIECES = st.sampled_from(
    [
        '"', "-", "*", " ", "(", ")", ":", "^", "+", "'", "\\", "%", "AND", "OR", "NOT", "NEAR(",
        "port", "-port", '-"', "\0", "😀", "ﷺ", "中文", "العربية", "हिन्दी", "é", "e\u0301", "1e5",
        "0x1f", "-3", "a_b", "<->", "&", "|", "!", ":*", "{title}", "\u200d", "x" * 600, "ß", "İ",
        "\ufb01", "٣",
    ]
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@pytest.fixture(scope="class")
def records(rolled_back):
    """Make two records to find, and the indexes that the first reader waits for."""
    made = [make_practice(title="Port 中文 العربية é"), make_practice(title="Other words")]
    Client().get("/search/", {"q": "port"})
    return made


class TestHostileQueries:
    """Searches that nobody would type in earnest."""

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(typed=TYPED)
    @example(typed=" ".join(f"w{n}" for n in range(300)))
    @example(typed=" ".join(f"-w{n}" for n in range(300)))
    @example(typed='"' * 512)
    @example(typed="ﷺ" * 512)
    @example(typed="\U0001f600" * 512)
    @example(typed="terrorism " * 32)
    @example(typed='"' + "stadium " * 32 + '"')
    @example(typed="terrorist-" * 32)
    def test_are_answered(self, records, typed):
        query = parse_query(typed)
        found = matching_keys(PRACTICES, query, current_version())
        assert set(found) <= set(Practice.objects.published().values_list("pk", flat=True))
        if query.terms:
            grades = grade_keys(PRACTICES, query, current_version(), total=2)
            assert sorted(key for grade in grades for key in grade) == list(found)

    @settings(
        max_examples=EXAMPLES // 10, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(typed=TYPED)
    @example(typed="a " * 5000)
    @example(typed="a " * 1900)
    @example(typed="z" * 10_000)
    @example(typed=" ".join(str(n) for n in range(200)))
    @example(typed=" ".join(f"prot{n}" for n in range(60)))
    def test_get_a_page_with_few_queries(self, records, typed):
        for path in ("/search/", "/practices/"):
            Client().get(path)  # the facet indexes are built once
            with CaptureQueriesContext(connection) as queries:
                response = Client(raise_request_exception=True).get(path, {"q": typed})
            is_too_long = len(response.wsgi_request.get_full_path()) > MAX_ADDRESS_LENGTH
            assert response.status_code == (414 if is_too_long else 200)
            assert len(queries) <= MOST_QUERIES
