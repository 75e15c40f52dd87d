"""A PostgreSQL with a streaming replica, and the catalogue served from both."""

import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from tools import postgres
from tools.servers import wait_until

SETTINGS = [*postgres.SETTINGS, "hot_standby_feedback=on"]


class Database:
    """One of the two: it can be stopped and started again."""

    def __init__(self, bin_path: Path, account: dict, folder: Path):
        self.bin_path, self.account, self.folder = bin_path, account, folder
        self.process = None
        self.url = f"postgresql://postgres@{str(folder).replace('/', '%2F')}/postgres"

    def run(self, *words) -> None:
        """Run a program of PostgreSQL as its user."""
        done = subprocess.run(
            [self.bin_path / words[0], *words[1:]],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self.account,
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [word for setting in SETTINGS for word in ("-c", setting)]
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                [self.bin_path / "postgres", "-D", "data", "-k", self.folder, *settings],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account,
            )
        postgres.wait_until_ready(self.process, self.folder)

    def stop(self) -> None:
        """Stop it at once: who is connected is cut off."""
        if self.process and self.process.poll() is None:
            postgres.stop_server(self.process)

    def execute(self, statement: str, *parameters):
        """Run a statement and return its first row, where it has one."""
        connection = psycopg2.connect(self.url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                with suppress(psycopg2.ProgrammingError):
                    return cursor.fetchone()
        finally:
            connection.close()


class Pair:
    """The primary and its replica."""

    def __init__(self, folder: Path):
        bin_path, account = postgres.install_programs(folder)
        self.primary, self.replica = (
            Database(bin_path, account, folder / name) for name in ("primary", "replica")
        )
        for each in (self.primary, self.replica):
            subprocess.run(["mkdir", each.folder], check=True, **account)
        self.primary.run("initdb", "--pgdata=data", *postgres.INITDB)
        self.primary.start()

    def copy(self) -> None:
        """Make the replica, a copy that follows from now on, and start it."""
        self.replica.run(
            *("pg_basebackup", "--pgdata=data", "--write-recovery-conf", "--checkpoint=fast"),
            *("--no-sync", f"--host={self.primary.folder}", "--username=postgres"),
        )
        self.replica.start()

    def catch_up(self) -> None:
        """Wait until the replica has what the primary has written."""
        (goal,) = self.primary.execute("SELECT pg_current_wal_insert_lsn()")
        self.wait("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", goal)

    def wait(self, condition: str, *parameters) -> None:
        """Wait until the replica says that something is so."""
        wait_until(
            lambda: self.replica.execute(condition, *parameters)[0],
            lambda: f"the replica never came to: {condition}",
        )

    @contextmanager
    def held_back(self):
        """Let the replica stay at what it has, for a while."""
        self.replica.execute("SELECT pg_wal_replay_pause()")
        self.wait("SELECT pg_get_wal_replay_pause_state() = 'paused'")
        try:
            yield
        finally:
            self.replica.execute("SELECT pg_wal_replay_resume()")
            self.catch_up()


@contextmanager
def pair():
    """Have two servers of PostgreSQL for a while."""
    with tempfile.TemporaryDirectory(prefix="catalogue-pair-") as name:
        both = Pair(Path(name))
        try:
            yield both
        finally:
            both.replica.stop()
            both.primary.stop()
