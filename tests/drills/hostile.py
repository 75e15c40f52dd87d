"""Ask every public address for what nobody asks in earnest: no request may be a fault.

It is a test of the suite (tests/hostile/test_requests.py) with many more requests.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.drills.places import ROOT

REQUESTS = 20_000
TEST = "tests/hostile/test_requests.py"


def report(kind: str, folder: Path, server: str) -> str:
    """Send the requests, and say how they were answered."""
    surroundings = os.environ | {"TEST_DATABASE": kind, "HOSTILE_REQUESTS": str(REQUESTS)}
    words = [sys.executable, "-m", "pytest", "-q", "--hypothesis-show-statistics", TEST]
    done = subprocess.run(words, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:]
    answers = re.findall(r"([\d.]+%), answered (\d+)", done.stdout)
    return f"{REQUESTS:,} requests and no fault; " + ", ".join(f"{n}: {p}" for p, n in answers)
