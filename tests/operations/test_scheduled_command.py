"""Scheduled commands: one at a time wherever they run, with exit codes that tell what happened."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from functools import partial

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from catalogue.db.job_locks import JobRunning, hold_job_lock
from catalogue.operations.scheduled_command import EXIT_ALREADY_RUNNING, ScheduledCommand
from tools.servers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

#: Another process that does the work of a name until somebody writes a line to it.
OTHER = """
import django, sys
django.setup()
from django.db import connection
from catalogue.db.job_locks import hold_job_lock
connection.settings_dict["NAME"] = sys.argv[2]
with hold_job_lock(sys.argv[1]):
    print("at work", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def elsewhere(name, database):
    """Let another process do the work of a name meanwhile."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    words = [sys.executable, "-c", OTHER, name, database]
    process = subprocess.Popen(
        words, cwd=settings.ROOT, env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "at work\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def database():
    """Return the name of the database of this test, which the other process must use too."""
    return str(connection.settings_dict["NAME"])


class Working(ScheduledCommand):
    """A command of a test, which does what it is given."""

    def __init__(self, job):
        super().__init__()
        self.run_job = job


def test_work_is_done_by_one_process_at_a_time_and_other_work_beside_it(database):
    with elsewhere("one", database):
        with pytest.raises(JobRunning), hold_job_lock("one"):
            pytest.fail("Both are at work.")
        with hold_job_lock("two"):
            pass


def test_a_process_that_is_killed_leaves_no_lock(database):
    with elsewhere("one", database) as process:
        process.kill()
        process.wait()
        until_free("one")


def until_free(name):
    """Return when the work of a name can be done: a server may notice a moment later."""
    wait_until(partial(is_free, name), lambda: "The lock is held by nobody.")


def is_free(name):
    """Return True if the lock of a job can be taken."""
    try:
        with hold_job_lock(name):
            return True
    except JobRunning:
        return False


def test_a_lock_ends_with_the_work_also_where_that_fails():
    with pytest.raises(ZeroDivisionError), hold_job_lock("one"):
        1 / 0  # noqa: B018
    with hold_job_lock("one"), hold_job_lock("two"):
        pass


def test_a_second_run_says_so_and_has_its_own_exit_code(database):
    second = Working(lambda **options: pytest.fail("It ran."))
    under_way = pytest.raises(CommandError, match="is already running")
    with elsewhere(__name__.rpartition(".")[2], database), under_way as refusal:
        call_command(second)
    assert refusal.value.returncode == EXIT_ALREADY_RUNNING


@pytest.mark.parametrize("error", [DatabaseError, OSError])
def test_a_database_or_disk_that_fails_is_told_in_words(error):
    def work(**options):
        raise error("nothing is left")

    with pytest.raises(CommandError, match="failed: nothing is left") as failure:
        call_command(Working(work))
    assert failure.value.returncode == 1


def test_the_commands_that_operators_schedule_take_the_lock():
    """Those of the table in operating.md."""
    text = (settings.ROOT / "docs" / "operating.md").read_text()
    section = text.partition("## Scheduled work")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([a-z_]+)", section, re.MULTILINE)
    ours = [name for name, app in get_commands().items() if app == "catalogue"]
    scheduled = [
        name for name in ours if isinstance(load_command_class("catalogue", name), ScheduledCommand)
    ]
    assert sorted(named) == sorted(scheduled)
    assert len(named) > 2
