"""docs/limits.md names every public parameter, and the test that proves each bound is there."""

import re

from django.conf import settings

from catalogue.core.registry import listed_nouns
from catalogue.coverage.filters import CoverageFilter
from catalogue.exports.formats import FORMATS
from catalogue.listings.downloads import COLUMNS_PARAMETER
from catalogue.listings.filterset import ListForm

TEXT = (settings.ROOT / "docs/limits.md").read_text()


def parameters() -> set[str]:
    """Return the parameters that lists, maps and files read."""
    filters = [CoverageFilter, *(noun.filterset for noun in listed_nouns())]
    names = {name for each in filters for name in each.base_filters}
    names |= {name for form in FORMATS.values() for name in form.parameters}
    return names | set(ListForm.base_fields) | {COLUMNS_PARAMETER}


def test_every_parameter_has_a_bound():
    _before, _heading, rest = TEXT.partition("## Parameters")
    table = rest.partition("\n## ")[0]
    named = {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row[:300])}
    assert parameters() - named == set()


def test_every_test_that_is_named_is_there():
    named = re.findall(r"`(tests/\S+?\.py)(?:::(\w+))?`", TEXT)
    assert named
    for path, name in named:
        assert f"def {name}" in (settings.ROOT / path).read_text(), (path, name)
