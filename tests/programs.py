"""Programs that some tests need: a missing one is reported loudly, and fails the run in CI."""

import os
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Program:
    """A program, the mark of the tests that need it, and the messages if it is missing."""

    marker: str
    missing: str
    outcome: str

    def require(self, item, path: str | None) -> None:
        """Skip a test that needs the program if it is missing; in CI fail it."""
        if item.get_closest_marker(self.marker) and not path:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(self.missing)

    def report(self, terminalreporter) -> None:
        """Report loudly how many tests did not run."""
        reports = [
            report
            for outcome in ("skipped", "failed", "error")
            for report in terminalreporter.stats.get(outcome, [])
            if self.missing in str(report.longrepr)
        ]
        if reports:
            line = f"{self.outcome}: {self.missing}; {len(reports)} tests"
            terminalreporter.section(line, sep="!", red=True, bold=True)
