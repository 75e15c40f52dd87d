"""Where faults happen: a catalogue served from a database of its own, with readers and editors."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.drills.database import Database, run_database
from tools.drills.disks import Disk, small_disk
from tools.drills.editors import Editor, read_password
from tools.drills.pages import choose_uncached_paths, list_mixed_pages
from tools.drills.readers import Reader
from tools.drills.visitors import GOOD, Journal
from tools.installations import Installation
from tools.servers import find_free_port, start_gunicorn

PRACTICES = 2_000
READERS, EDITORS = 4, 4
LONGEST = 60  # seconds after a fault in which everything must be as before
MOST = 30 * 60  # seconds for all saves of the drill


class Service:
    """The catalogue under gunicorn, with two workers, as a manager of services keeps it."""

    def __init__(self, installation: Installation, files: Path):
        self.installation, self.files = installation, files
        self.port = find_free_port()
        self.log = installation.folder / "gunicorn.log"
        self.server = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # Files for readers are written to the disk of the tables: that disk will be full.
        environment = self.installation.environment | {"TMPDIR": str(self.files)}
        self.server = start_gunicorn(environment, self.log, port=self.port)
        self.server.wait_until_ready("/health/live")

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self.server.stop()


@dataclass
class Scene:
    """All that a fault may touch, and the journal of what visitors got meanwhile."""

    service: Service
    database: Database
    tables: Disk | None
    wal: Disk | None
    journal: Journal
    editors: list[Editor]
    stop_people: Callable[[], None]  # let all readers and editors finish

    def wait_until_well(self) -> None:
        """Wait until a page, a file and a save came well that were asked for after now."""
        now = deadline = time.monotonic()
        deadline += LONGEST
        while time.monotonic() < deadline:
            later = [o for o in self.journal.outcomes if o.began > now and o.kind == GOOD]
            if all(any(word in o.asked for o in later) for word in ("/?", ".csv", "POST ")):
                return
            time.sleep(0.1)
        raise AssertionError(f"{LONGEST} s after the fault it did not work as before")

    def count_acknowledged(self) -> int:
        """Return how many saves were answered with success."""
        return sum(len(editor.acknowledged) for editor in self.editors)

    def wait_for_saves(self, number: int) -> None:
        """Wait until so many saves were answered with success."""
        deadline = time.monotonic() + MOST
        while self.count_acknowledged() < number:
            assert time.monotonic() < deadline, f"{self.count_acknowledged()} saves in {MOST} s"
            time.sleep(0.5)


@contextmanager
def under_load(folder: Path):
    """Run a catalogue with busy readers and editors; at the end stop them, then everything."""
    folder.chmod(0o755)  # the database may run as another user
    with ExitStack() as stack:
        tables, wal = (stack.enter_context(small_disk(folder / name)) for name in ("tables", "wal"))
        (folder / "server").mkdir()
        database = Database(folder / "server", folder / "wal" / "pg", folder / "tables" / "pg")
        stack.enter_context(run_database(database))
        service = Service(create_filled_installation(database, folder / "var"), folder / "tables")
        service.start()
        stack.callback(service.stop)
        journal, over = Journal(), threading.Event()
        editors = [Editor(service.port, n, journal, over) for n in range(EDITORS)]
        for editor in editors:
            editor.sign_in(read_password(service.installation.folder))
        pages = list_mixed_pages(service.port)
        people = [*editors, *readers(service.port, pages, journal, over)]
        stop_people = partial(stop_all, people, over)
        stack.callback(stop_people)
        for person in people:
            person.start()
        yield Scene(service, database, tables, wal, journal, editors, stop_people)


def readers(port: int, pages: list[str], journal: Journal, over: threading.Event) -> list[Reader]:
    """Return readers who ask for pages in an order of their own; one asks for files only."""
    files = ["/practices.csv", *(page for page in pages if ".csv" in page)]
    wanted = [files, *[pages] * (READERS - 1)]
    return [
        Reader(port, choose_uncached_paths(paths, seed), journal, over)
        for seed, paths in enumerate(wanted)
    ]


def stop_all(people: list[threading.Thread], over: threading.Event) -> None:
    """Let all readers and editors finish their requests."""
    over.set()
    for person in people:
        person.join()


def create_filled_installation(database: Database, folder: Path) -> Installation:
    """Return an installation on the database with made-up records and the accounts of a trial."""
    folder.mkdir()
    installation = Installation(database.create("drill"), folder)
    installation.fill(PRACTICES)
    installation.manage("prepare", "--without-history")
    database.execute("CHECKPOINT")
    return installation
