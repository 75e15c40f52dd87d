"""Each database has the words of a text as Python has them."""

import sys
import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.core.folding import fold_for_search
from tests.sizes import count_cases

#: Characters that Unicode has given a meaning; each version of a database knows some more.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cn", "Co", "Cs"], min_codepoint=1)


def fold_in_database(texts: list[str]) -> list[str]:
    """Return the words of texts, as the database has them."""
    rows = " UNION ALL ".join(f"SELECT {place}, catalogue_fold(%s)" for place in range(len(texts)))
    with connection.cursor() as cursor:
        cursor.execute(rows, texts)
        return [words for _place, words in sorted(cursor.fetchall())]


@pytest.mark.django_db
@settings(
    max_examples=count_cases(50, 1000), deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    st.lists(
        st.text(CHARACTERS | st.sampled_from("'’sS\u00b4 aЙй\u0306 é")), min_size=1, max_size=9
    )
)
def test_any_text_has_the_same_words(texts):
    assert fold_in_database(texts) == list(map(fold_for_search, texts))


@pytest.mark.django_db
def test_every_character_has_the_same_words():
    known = [
        character
        for character in map(chr, range(1, sys.maxunicode + 1))
        if unicodedata.category(character) not in ("Cn", "Co", "Cs")
    ]
    lines = ["".join(known[start : start + 500]) for start in range(0, len(known), 500)]
    assert fold_in_database(lines) == list(map(fold_for_search, lines))
    apart = ["a ".join(line) for line in lines]
    assert fold_in_database(apart) == list(map(fold_for_search, apart))
