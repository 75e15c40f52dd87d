"""Workbooks made to unpack to very much are refused, and need little memory."""

import json
import os
import subprocess
import sys

from catalogue.imports import workbook_reader
from tests import sizes
from tests.imports.bombs import PARTS, all_bombs

MOST_MEGABYTES = 250
#: A part is refused at the limit, so that larger ones are a matter of drills.
IS_DRILL = sizes.SIZE == "drill"
SIZE = 3 << 30 if IS_DRILL else workbook_reader.MOST_UNZIPPED + (1 << 20)


def test_every_bomb_is_refused_in_little_memory(tmp_path):
    folder, names = tmp_path / "workbooks", {}
    folder.mkdir()
    for number, (name, data) in enumerate(all_bombs(SIZE, PARTS if IS_DRILL else PARTS[:2])):
        file = f"{number:03}.xlsx"
        names[file] = name
        (folder / file).write_bytes(data)
    words = [sys.executable, "-m", "tests.imports.read_workbooks", str(folder)]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=surroundings)
    found = json.loads(done.stdout)
    assert [names[file] for file, said in found["answers"].items() if not is_refusal(said)] == []
    print(f"{len(names)} workbooks of {SIZE / 2**30:.2f} GB, at most {found['peak']} MB")
    assert found["peak"] < MOST_MEGABYTES


def is_refusal(said: str) -> bool:
    """Return True if a workbook was refused for what it is, and not for a fault of the reader."""
    return (
        said.startswith(("The workbook ", "The file looks like")) and "cannot be read" not in said
    )
