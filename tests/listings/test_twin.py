"""For random filters: the file holds the page's records in the page's order, and the right ones."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from catalogue.core.registry import listed_nouns
from catalogue.listings.facets import Facet
from catalogue.models import Source
from catalogue.sources.link_checks import BROKEN_AFTER
from tests.factories import make_check
from tests.listings.asking import SORTS, in_file, on_pages, queries
from tests.listings.twin import NOUNS, Twin
from tests.sizes import count_cases

pytestmark = pytest.mark.django_db

EXAMPLES = count_cases(12, 200)


@pytest.mark.parametrize("noun", listed_nouns())
def test_the_twin_knows_every_facet_of_a_list(noun):
    facets = {n for n, each in noun.filterset.base_filters.items() if isinstance(each, Facet)}
    twins = {model: set(facets) for model, facets, _key in NOUNS.values()}
    assert twins[noun.filterset.searched.model] == facets


@pytest.fixture(scope="module")
def broken_links(real_records):
    """Let some sources be broken, of all nouns."""
    for source in Source.objects.exclude(url="").order_by("pk")[::7]:
        make_check(source, failed_days=BROKEN_AFTER)


@pytest.fixture(scope="module", params=NOUNS)
def noun(request, broken_links):
    """Return the name of one of the four lists."""
    return request.param


@pytest.fixture(scope="module")
def twin(noun):
    """Return the slow twin of a list over the real records."""
    return Twin(noun)


@pytest.fixture(scope="module")
def ask(noun, twin):
    """Return the strategy of addresses for a list."""
    return queries(noun, twin.values())


def test_page_file_and_twin_agree(noun, twin, ask):
    @settings(
        max_examples=EXAMPLES,
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(ask)
    def agree(query):
        shown, filed = on_pages(noun, query), in_file(noun, query)
        assert filed == shown
        assert len(set(shown)) == len(shown)
        expected = twin.matching(query)
        if query["q"]:
            assert set(shown) <= expected
        else:
            assert set(shown) == expected

    agree()


def test_the_whole_list_agrees_in_every_order(noun, twin):
    for sort in SORTS[noun]:
        shown = on_pages(noun, {"sort": sort})
        assert in_file(noun, {"sort": sort}) == shown
        assert set(shown) == set(twin.has)
