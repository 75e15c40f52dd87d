"""Install Datasette, for the comparison, in a separate environment."""

import subprocess
import sys
from pathlib import Path

from tools.bench.measuring import PARTS
from tools.servers import ROOT

LOCKED = ROOT / "tools" / "bench" / "datasette.txt"


def install_datasette(folder: Path) -> Path:
    """Install the locked version of Datasette and return its folder."""
    print("bench: installing Datasette ...", file=sys.stderr, flush=True)
    environment = folder / "datasette"
    uv = [sys.executable, "-m", "uv"]
    run_program([*uv, "venv", "--quiet", "--python", sys.executable, str(environment)])
    python = str(environment / "bin" / "python")
    install = ["pip", "install", "--quiet", "--require-hashes", "--no-deps", "--python", python]
    run_program([*uv, *install, "-r", str(LOCKED)])
    return environment


def run_program(words: list[str]) -> None:
    """Run a program; exit with an explanation if it fails."""
    if subprocess.run(words).returncode:
        parts = ",".join(each for each in PARTS if each != "datasette")
        sys.exit(f"bench: Datasette cannot be installed. Without it: ./run bench --parts {parts}")
