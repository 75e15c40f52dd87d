"""Run tests of the suite with very many random cases, which takes too long for every day."""

import os
import subprocess
import sys

from tools.servers import ROOT


def run_tests(kind: str, *files: str) -> str:
    """Run files of tests on one kind of database and return their output; they must pass."""
    surroundings = os.environ | {"TEST_DATABASE": kind, "TEST_SIZE": "drill"}
    words = [sys.executable, "-m", "pytest", "-q", "-rP", "--hypothesis-show-statistics"]
    words += ["-o", "faulthandler_timeout=0", *files]  # one test may take hours
    done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:]
    return done.stdout
