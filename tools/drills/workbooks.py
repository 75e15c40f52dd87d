"""Read workbooks that unpack to 3 GB by every method and in any part: all are refused."""

import re
from pathlib import Path

from tools.drills import suite_tests


def report(kind: str, folder: Path, server: str) -> str:
    """Read the workbooks, and say how many they were and how much memory was needed."""
    said = suite_tests.run_tests(kind, "tests/imports/test_workbook_bombs.py")
    return re.search(r"\d+ workbooks of .* MB", said)[0]
