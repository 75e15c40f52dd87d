"""Tests of the suite at their full size, which takes too long for every day."""

import os
import subprocess
import sys

from tools.servers import ROOT


def run(test: str, kind: str) -> str:
    """Run a file of tests on one kind of database and return what it said; it has to pass."""
    surroundings = os.environ | {"TEST_DATABASE": kind, "HOSTILE_SIZE": "full"}
    words = [sys.executable, "-m", "pytest", "-q", "-rP", "--hypothesis-show-statistics", test]
    done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:]
    return done.stdout
