"""The Chromium of this machine, for tests, pictures and Lighthouse."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without the sandbox, which root cannot have; and without requests to its maker's servers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the path of the system's Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)
