"""A copy of the database brings back every row, and never a half one."""

import gzip
import os

from tools.drills import backups
from tools.installations import create_installation

KIND = "sqlite" if os.environ["DATABASE_URL"].startswith("sqlite") else "postgresql"
SERVER = os.environ["DATABASE_URL"]


def test_what_was_backed_up_comes_back_row_by_row(tmp_path):
    rows = backups.drill(KIND, tmp_path, SERVER)
    assert rows["catalogue_practice"] == 30
    assert rows["auth_user"] == 2
    assert rows["django_migrations"] > 20
    assert not list(tmp_path.glob("*.part"))


def halve(content: bytes) -> bytes:
    """Return the first half of a file."""
    return content[: len(content) // 2]


DAMAGES = {
    "text": lambda content: b"no copy",
    "cut": lambda content: content[: len(content) // 2],
    "cut before it was packed": lambda content: gzip.compress(halve(gzip.decompress(content))),
    "other": lambda content: gzip.compress(b"hello"),
}


def test_nothing_is_written_over_and_a_damaged_copy_changes_nothing(tmp_path):
    here = create_installation(KIND, tmp_path / "here", SERVER)
    here.manage("migrate", "--verbosity=0")
    file = tmp_path / "copy.gz"
    here.manage("backup", str(file))
    refused(here, "backup", file, "exists already")
    refused(here, "restore", file, "not empty")
    there, content = create_installation(KIND, tmp_path / "there", SERVER), file.read_bytes()
    for name, damage in DAMAGES.items():
        bad = tmp_path / "bad.gz"
        bad.write_bytes(damage(content))
        refused(there, "restore", bad, "")
        assert backups.digest_tables(there) == {}, name


def refused(here, command, file, why):
    """Assert that a command ends with an error in words."""
    answer = here.attempt("manage.py", command, str(file))
    assert answer.returncode
    assert "Traceback" not in answer.stderr
    assert why in answer.stderr
