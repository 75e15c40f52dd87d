"""`python -m tools.inspection.lighthouse`: the marks that Lighthouse gives the main pages.

Everything happens on this machine. Speed is marked as on a slow phone and as on a desk. Other work
on the machine disturbs a run: where a mark is too low, the middle of three runs counts.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tools.chromium import FLAGS, NAMES
from tools.inspection import programs
from tools.inspection.serving import serve_real_records

PAGES = {
    "home": "/",
    "list": "/practices/",
    "practice": "/practices/GP-0121/",
    "coverage": "/coverage/",
}
DEVICES = {"phone": [], "desk": ["--preset=desktop"]}
#: The lowest mark of each kind that is good enough. The rest of Lighthouse is not marked.
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
SHIFT = "cumulative-layout-shift"


class Result(NamedTuple):
    """What Lighthouse says of a page."""

    marks: dict[str, int]
    shift: float
    found: list[str]


def main() -> int:
    """Mark every page; return 1 where a mark is too low or something moves while it loads."""
    chromium = programs.find_program(*NAMES)
    command = [
        programs.find_program("node"),
        programs.install_program("lighthouse") / "lighthouse/cli/index.js",
    ]
    wrong = []
    with (
        serve_real_records() as address,
        TemporaryDirectory(prefix="catalogue-lighthouse-") as folder,
    ):
        for name, path in PAGES.items():
            for device, options in DEVICES.items():
                run = partial(
                    run_lighthouse, [*command, address + path, *options], chromium, Path(folder)
                )
                result = rate_page(run)
                print(f"{name:12}{device:8}{format_result(result)}", flush=True)
                wrong += [f"{name}, {device}: {fault}" for fault in list_shortcomings(result)]
    print("\n".join(wrong) or "Every mark is high enough.")
    return 1 if wrong else 0


def rate_page(run) -> Result:
    """Return the marks of a page: of one run, or of three where the first is not good enough."""
    reports = [run()]
    if list_shortcomings(take_median(reports)):
        reports += [run(), run()]
    return take_median(reports)


def run_lighthouse(words: list, chromium: str, folder: Path) -> dict:
    """Run Lighthouse for a page and return its report; repeat a failed run once."""
    report = folder / "report.json"
    options = [
        f"--only-categories={','.join(LEAST)}", "--output=json", f"--output-path={report}",
        "--quiet", "--no-enable-error-reporting",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": chromium}
    if subprocess.run([*words, *options], env=environment).returncode:
        subprocess.run([*words, *options], env=environment, check=True)
    return json.loads(report.read_text())


def take_median(reports: list[dict]) -> Result:
    """Return the middle of the marks, the largest shift of the layout, and what was found."""
    marks = {
        kind: round(100 * median(each["categories"][kind]["score"] for each in reports))
        for kind in LEAST
    }
    shift = max(each["audits"][SHIFT]["numericValue"] for each in reports)
    return Result(
        marks, shift, sorted({fault for each in reports for fault in list_failed_audits(each)})
    )


def list_failed_audits(report: dict) -> Iterator[str]:
    """Return the titles of the rules that a page breaks; those of speed count by the mark."""
    for kind in LEAST.keys() - {"performance"}:
        for rule in report["categories"][kind]["auditRefs"]:
            audit = report["audits"][rule["id"]]
            if rule["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield audit["title"]


def list_shortcomings(result: Result) -> list[str]:
    """Return what is not good enough on a page."""
    found = [
        f"{kind} is {result.marks[kind]}, not {least}"
        for kind, least in LEAST.items()
        if result.marks[kind] < least
    ]
    if result.shift > 0:
        found.append(f"the layout shifts by {result.shift:.3f}")
    return [*found, *result.found]


def format_result(result: Result) -> str:
    """Return the figures of a page for its line."""
    figures = "  ".join(f"{kind} {mark}" for kind, mark in result.marks.items())
    return f"{figures}  shift {result.shift:.3f}"


if __name__ == "__main__":
    sys.exit(programs.run_inspection(main, "LIGHTHOUSE"))
