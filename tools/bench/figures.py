"""Percentiles of durations."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass


def percentile(durations: Sequence[float], share: float) -> float:
    """Return a percentile of durations by the nearest-rank method; `share` is in per cent."""
    if not durations:
        raise ValueError("nothing was measured")
    ordered = sorted(durations)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]


@dataclass(frozen=True)
class Times:
    """Percentiles of durations, in milliseconds."""

    p50: float
    p95: float
    p99: float
    number: int

    @classmethod
    def of(cls, durations: Sequence[float]) -> "Times":
        """Return the percentiles of durations given in seconds."""
        return cls(*(1000 * percentile(durations, s) for s in (50, 95, 99)), len(durations))

    def as_dict(self) -> dict:
        """Return the percentiles by name."""
        return asdict(self)
