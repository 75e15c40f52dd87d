"""Hostile requests, hostile texts, and words of drafts that must not get out."""

from tests.sizes import SIZE, count_cases

#: The drills try much more than the suite does (tools/drills/).
FULL = SIZE == "drill"
REQUESTS = count_cases(100, 20_000)
