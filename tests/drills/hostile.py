"""Ask every address, the desk too, for what nobody asks in earnest: nothing may be a fault."""

import re
from pathlib import Path

from tests.drills import large


def report(kind: str, folder: Path, server: str) -> str:
    """Send the requests, and say how they were answered."""
    large.run("tests/hostile/test_desk.py", kind)
    said = large.run("tests/hostile/test_requests.py", kind)
    requests = re.search(r"(\d+) passing, 0 failing", said)[1]
    answers = re.findall(r"([\d.]+%), answered (\d+)", said)
    return f"{requests} requests and no fault; " + ", ".join(f"{n}: {p}" for p, n in answers)
