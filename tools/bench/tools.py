"""What the bench compares with: Datasette, in an environment of its own."""

import subprocess
import sys
from pathlib import Path

from tools.bench.measuring import PARTS
from tools.servers import ROOT

LOCKED = ROOT / "tools" / "bench" / "datasette.txt"


def datasette(folder: Path) -> Path:
    """Install Datasette in the locked versions and return where."""
    print("bench: installing Datasette ...", file=sys.stderr, flush=True)
    environment = folder / "datasette"
    uv = [sys.executable, "-m", "uv"]
    run([*uv, "venv", "--quiet", "--python", sys.executable, str(environment)])
    python = str(environment / "bin" / "python")
    install = ["pip", "install", "--quiet", "--require-hashes", "--no-deps", "--python", python]
    run([*uv, *install, "-r", str(LOCKED)])
    return environment


def run(words: list[str]) -> None:
    """Run a program and wait for it; the bench ends in words where it fails."""
    if subprocess.run(words).returncode:
        parts = ",".join(each for each in PARTS if each != "datasette")
        sys.exit(f"bench: Datasette cannot be installed. Without it: ./run bench --parts {parts}")
