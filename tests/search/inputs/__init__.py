"""What people type, and what they should find."""

from pathlib import Path


def read_inputs(name: str) -> list[tuple[str, str]]:
    """Return (typed, expected) of each line of a file; what is expected may be empty."""
    lines = Path(__file__).with_name(name).read_text().splitlines()
    parts = (line.partition("\t") for line in lines if not line.startswith("#"))
    return [(typed, expected) for typed, _tab, expected in parts]
