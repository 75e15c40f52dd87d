"""A slow, obvious twin of the map: every practice is looked at, in Python, for every cell."""

from tests.listings.twin import Twin


class SlowMap:
    """Counts cells from what each practice has in each facet."""

    def __init__(self):
        self.twin = Twin("practices")

    def matching(self, chosen: dict, *dropped: str) -> set[str]:
        """Return the practices under some filters, with those of the axes left out."""
        return self.twin.matching({n: v for n, v in chosen.items() if n not in dropped})

    def having(self, axis: str, code: str) -> set[str]:
        """Return the practices that have a value."""
        return {key for key, has in self.twin.has.items() if code in has[axis]}

    def cell(self, chosen: dict, row: tuple[str, str], column: tuple[str, str]) -> int:
        """Count where a row and a column meet."""
        within = self.matching(chosen, row[0], column[0])
        return len(within & self.having(*row) & self.having(*column))

    def total(self, chosen: dict, line: tuple[str, str]) -> int:
        """Count a row or a column, each practice once."""
        return len(self.matching(chosen, line[0]) & self.having(*line))
