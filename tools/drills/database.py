"""A durable PostgreSQL for a drill, which may be stopped, frozen and filled."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from tools import postgres

ROLE = "catalogue"  # no superuser: those find a connection where others find none
CONNECTIONS = 30
SETTINGS = (
    "listen_addresses = ''",
    f"max_connections = {CONNECTIONS}",
    # The log of changes may become larger than the small disk that it lies on.
    "max_wal_size = '32MB'",
    "min_wal_size = '4MB'",
    "checkpoint_timeout = '1h'",
)


class Database:
    """A server in a folder: its log of changes (WAL) and its tables may lie on disks of their own.

    It is durable: what it said is saved survives its being killed.
    """

    def __init__(self, folder: Path, wal: Path, tables: Path):
        self.folder, self.data, self.tables = folder, folder / "data", tables
        self.programs, self.account = postgres.install_programs(folder)
        for own in (wal, tables):
            own.mkdir()
            if self.account:
                os.chown(own, self.account["user"], self.account["group"])
        self._make(wal)

    def _make(self, wal: Path) -> None:
        words = [f"--pgdata={self.data}", f"--waldir={wal}", "--wal-segsize=1"]
        self._run("initdb", *words, *postgres.INITDB)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join([*SETTINGS, f"unix_socket_directories = '{self.folder}'", ""]))

    def _run(self, program: str, *words: str) -> int:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        with (self.folder / "log").open("a") as log:
            return subprocess.run(
                [self.programs / program, *words],
                cwd=self.folder, env=surroundings, stdout=log, stderr=log, **self.account,
            ).returncode  # fmt: skip

    def control(self, action: str, *words: str) -> bool:
        """Start, stop or restart it and wait; return whether that went well."""
        common = [action, f"--pgdata={self.data}", f"--log={self.folder / 'server.log'}", "--wait"]
        return self._run("pg_ctl", *common, "--silent", *words) == 0

    def url(self, name: str = "postgres", user: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{user}@{str(self.folder).replace('/', '%2F')}/{name}"

    def create(self, name: str) -> str:
        """Make a database in the place for tables, and return its address for the catalogue."""
        self.execute(f"CREATE ROLE {ROLE} LOGIN")
        self.execute(f"CREATE TABLESPACE small OWNER {ROLE} LOCATION '{self.tables}'")
        self.execute(f"CREATE DATABASE {name} OWNER {ROLE} TABLESPACE small")
        return self.url(name, ROLE)

    def execute(self, statement: str) -> None:
        """Run one statement as the superuser."""
        connection = psycopg2.connect(self.url())
        try:
            connection.autocommit = True
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def cut_connections(self) -> None:
        """End every connection of the catalogue."""
        self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'catalogue' AND application_name <> 'others'"
        )

    @property
    def is_answering(self) -> bool:
        """Return True if it accepts connections."""
        try:
            psycopg2.connect(self.url()).close()
        except psycopg2.OperationalError:
            return False
        return True

    @contextmanager
    def exhaust_connections(self):
        """Occupy every connection until the end of the block."""
        others = []
        try:
            self._take_connections(others)
            yield
        finally:
            for connection in others:
                connection.close()

    def _take_connections(self, others: list) -> None:
        while True:
            self.cut_connections()
            try:
                while True:
                    address = self.url(user=ROLE)
                    others.append(psycopg2.connect(address, application_name="others"))
            except psycopg2.OperationalError:
                if len(others) >= CONNECTIONS - 3:  # as many are kept for superusers
                    return

    @contextmanager
    def freeze(self):
        """Freeze it until the end of the block: it accepts connections and never answers."""
        processes = self._processes()
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _processes(self) -> list[int]:
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]


@contextmanager
def run_database(database: Database):
    """Run it for a while; it is stopped whatever happens."""
    assert database.control("start"), (database.folder / "server.log").read_text()[-2000:]
    try:
        yield database
    finally:
        deadline = time.monotonic() + 30
        while not database.control("stop", "--mode=fast") and time.monotonic() < deadline:
            if not (database.data / "postmaster.pid").exists():
                break
            time.sleep(0.5)
