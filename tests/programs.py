"""Programs that some tests drive: where one is missing it is said loudly, and fails in CI."""

import os
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Program:
    """A program, the mark of the tests that need it, and what is said where it is missing."""

    marker: str
    missing: str
    outcome: str

    def require(self, item, path: str | None) -> None:
        """Without the program skip a test that needs it; in CI, where it has to be there, fail."""
        if item.get_closest_marker(self.marker) and not path:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(self.missing)

    def report(self, terminalreporter) -> None:
        """Say loudly how many tests did not run."""
        reports = [
            report
            for outcome in ("skipped", "failed", "error")
            for report in terminalreporter.stats.get(outcome, [])
            if self.missing in str(report.longrepr)
        ]
        if reports:
            line = f"{self.outcome}: {self.missing}; {len(reports)} tests"
            terminalreporter.section(line, sep="!", red=True, bold=True)
