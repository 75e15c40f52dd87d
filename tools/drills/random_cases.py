"""Run the tests with random cases, each with very many of them: filters, words, formats, edits."""

import re
from pathlib import Path

from tools.drills import suite_tests

TESTS = (
    "tests/coverage/test_map.py",
    "tests/coverage/test_real_records.py",
    "tests/coverage/test_real_states.py",
    "tests/events/test_timeline.py",
    "tests/exports/test_twin.py",
    "tests/facets/test_patching.py",
    "tests/facets/test_truth.py",
    "tests/facets/test_workers.py",
    "tests/listings/test_formats.py",
    "tests/listings/test_twin.py",
    "tests/pages/test_real_numbers.py",
    "tests/practices/test_similar.py",
    "tests/search/test_database_words.py",
    "tests/search/test_hostile.py",
    "tests/search/test_search_index.py",
    "tests/search/test_twin.py",
    "tests/versions/test_diff.py",
    "tests/versions/test_restore.py",
)


def report(kind: str, folder: Path, server: str) -> str:
    """Run the tests and return how many passed."""
    passed = re.search(r"(\d+) passed", suite_tests.run_tests(kind, *TESTS))[1]
    return f"{passed} tests passed with very many random cases each"
