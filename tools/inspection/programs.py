"""Programs of npm in locked versions, installed in var/tools/ and never committed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(os.environ.get("CATALOGUE_VAR") or ROOT / "var") / "tools"
LOCK = "package-lock.json"


class ProgramMissing(Exception):
    """A program is not on this machine."""


def find_program(*names: str) -> str:
    """Return the path of the first program that is installed; raise ProgramMissing if none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise ProgramMissing(f"no {names[0]} found")
    return found


def install_program(name: str) -> Path:
    """Return the folder of a program of npm; install it if its locked version is not there.

    npm compares what it downloads with the digests of the lock; no script of a package is run.
    """
    source, folder = Path(__file__).with_name(name), TOOLS / name
    installed = folder / "installed.json"
    lock = (source / LOCK).read_bytes()
    if not installed.exists() or installed.read_bytes() != lock:
        npm = find_program("npm")
        print(f"Installing {name} (downloaded the first time) ...", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        for each in ("package.json", LOCK):
            shutil.copy(source / each, folder)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([npm, "ci", *quiet], cwd=folder)
        if done.returncode:
            raise ProgramMissing(f"npm could not install {name}")
        installed.write_bytes(lock)
    return folder / "node_modules"


def run_inspection(inspection, subject: str) -> int:
    """Run an inspection and return the exit code; report loudly if its programs are missing."""
    try:
        return inspection()
    except ProgramMissing as missing:
        print(f"!!!! {subject} NOT CHECKED: {missing} !!!!", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
