"""A copy of the database brings back every row, and never a half one."""

import gzip
import os
import stat

import pytest

from tools.drills import backups, damages
from tools.installations import create_installation

KIND = "sqlite" if os.environ["DATABASE_URL"].startswith("sqlite") else "postgresql"
SERVER = os.environ["DATABASE_URL"]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Return an installation without records, in which somebody is signed in."""
    here = create_installation(KIND, tmp_path_factory.mktemp("installation") / "here", SERVER)
    here.manage("migrate", "--verbosity=0")
    backups.begin_session(here)
    return here


@pytest.fixture(scope="module")
def copy(here):
    """Return a copy of it."""
    file = here.folder / "copy.gz"
    here.manage("backup", str(file))
    return file


@pytest.fixture
def there(tmp_path):
    """Return an installation with an empty database."""
    return create_installation(KIND, tmp_path / "there", SERVER)


def test_what_was_backed_up_comes_back_row_by_row_without_sessions(tmp_path):
    rows = backups.drill(KIND, tmp_path, SERVER)
    assert rows["catalogue_practice"] == 30
    assert rows["auth_user"] == 2
    assert rows["django_migrations"] > 20
    assert rows["django_session"] == 0
    assert not list(tmp_path.glob("*.part"))


def test_only_its_owner_reads_a_copy_which_holds_no_session(copy):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert b"an-open-session" not in gzip.decompress(copy.read_bytes())


#: Writes a copy with sessions, as earlier builds did.
BACKUP_WITH_SESSIONS = """
import os, sys, django
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from catalogue.db import backup
backup.SESSIONS, backup.delete_sqlite_sessions = "no_table", lambda file: None
backup.write_backup(Path(sys.argv[1]))
"""


def test_a_restore_ends_the_sessions_of_a_copy_that_has_some(here, there, tmp_path):
    file = tmp_path / "old.gz"
    here.run("-c", BACKUP_WITH_SESSIONS, str(file))
    assert b"an-open-session" in gzip.decompress(file.read_bytes())
    there.manage("restore", str(file))
    assert backups.digest_tables(there)["django_session"][0] == 0


def halve(content: bytes) -> bytes:
    """Return the first half of a file."""
    return content[: len(content) // 2]


DAMAGES = {
    "text": lambda content: b"no copy",
    "empty": lambda content: b"",
    "empty when unpacked": lambda content: gzip.compress(b""),
    "cut before it was packed": lambda content: gzip.compress(halve(gzip.decompress(content))),
    "other": lambda content: gzip.compress(b"hello"),
}


def test_nothing_is_written_over_and_what_is_no_copy_changes_nothing(here, copy, there, tmp_path):
    refused(here, "backup", copy, "exists already")
    refused(here, "restore", copy, "not empty")
    content = copy.read_bytes()
    for name, damage in DAMAGES.items():
        bad = tmp_path / "bad.gz"
        bad.write_bytes(damage(content))
        refused(there, "restore", bad, "")
        assert backups.digest_tables(there) == {}, name


def test_a_copy_is_refused_wherever_it_is_damaged(copy, there):
    damages.restore_damaged(there, copy, times=8)


@pytest.mark.skipif(KIND != "postgresql", reason="SQLite gets a whole file")
def test_only_the_last_byte_of_a_copy_commits(copy, there):
    damages.restore_and_die(there, copy)
    assert backups.digest_tables(there) == {}


@pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL does so unless it is told otherwise")
def test_what_is_saved_is_on_the_disk_before_it_is_answered(here):
    ask = "from django.db import connection as c; print(c.cursor().execute('PRAGMA synchronous')"
    assert here.manage("shell", "--no-imports", "-c", f"{ask}.fetchone())") == "(2,)\n"


def refused(here, command, file, why):
    """Assert that a command ends with an error in words."""
    answer = here.attempt("manage.py", command, str(file))
    assert answer.returncode
    assert "Traceback" not in answer.stderr
    assert why in answer.stderr
