"""A program that reads each workbook of a folder as an import does.

It prints as JSON what was said of each, and the largest memory of the process, in megabytes.
"""

import json
import re
import sys
from pathlib import Path

import django

django.setup()

from catalogue.imports.readers import read_table  # noqa: E402 (Django comes first)
from catalogue.imports.refusals import UnreadableFile  # noqa: E402 (Django comes first)


def read_workbook_file(path: Path) -> str:
    """Return why a workbook is refused; empty if it is read."""
    try:
        read_table(path.read_bytes())
    except UnreadableFile as refused:
        return str(refused)
    return ""


answers = {path.name: read_workbook_file(path) for path in sorted(Path(sys.argv[1]).iterdir())}
status = Path("/proc/self/status").read_text()
peak = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024
print(json.dumps({"answers": answers, "peak": peak}))
