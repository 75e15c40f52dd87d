"""Ask every address, the desk too, for what nobody asks in earnest: nothing may be a fault."""

import re
from pathlib import Path

from tools.drills import suite_tests

ANSWERED = re.compile(r"([\d.]+)%, answered (\d+)")


def report(kind: str, folder: Path, server: str) -> str:
    """Send the requests, and say how they were answered."""
    suite_tests.run_tests(kind, "tests/hostile/test_desk.py")
    said = suite_tests.run_tests(kind, "tests/hostile/test_requests.py")
    requests = re.search(r"(\d+) passing, 0 failing", said)[1]
    answers = [(float(part), status) for part, status in ANSWERED.findall(said)]
    whole = sum(part for part, _status in answers)
    shares = ", ".join(f"{part / whole:.1%} {status}" for part, status in answers)
    return f"{requests} requests and no fault; of the answers {shares}"
