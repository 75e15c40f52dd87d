"""How many random cases the tests try: TEST_SIZE is small, full or drill.

`./run test` is small, `./run test --full` full, and `./run drill random` runs the same tests with
as many cases as take hours rather than minutes.
"""

import os

SIZES = ("small", "full", "drill")
SIZE = os.environ.get("TEST_SIZE", "small")
FULL_FACTOR = 2  # how many times more cases the full size tries than the small one


def count_cases(few: int, many: int) -> int:
    """Return how many random cases a test tries: few, some more, or many in a drill."""
    return {"small": few, "full": min(many, few * FULL_FACTOR), "drill": many}[SIZE]
