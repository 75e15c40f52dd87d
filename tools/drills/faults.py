"""Hurt a catalogue under load in every way of a bad day; readers get pages or a clear 503.

Every save that was answered with success must be there afterwards.
"""

import math
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.drills.answers import AWAY, CUT, GOOD, WRONG, Journal, Outcome, Visitor
from tools.drills.editors import kept
from tools.drills.scene import Scene, under_load

SAVES = 1_000  # that must have been answered with success
#: Seconds between two pieces of 64 KB for somebody slow, who is waited for, and somebody too slow.
PACES = (0.05, 0.5)
LONG = 5  # seconds: an answer that took longer was kept waiting by a fault
GRACE = 10  # seconds after a fault in which a reader may still be told to come again


@dataclass(frozen=True)
class Fault:
    """A fault: how it happens, and whether answers may be cut off by it."""

    name: str
    happen: Callable[[Scene], None]
    cuts: bool = False


def spaced(times: int, seconds: float):
    """Count, with so many seconds between one time and the next."""
    for number in range(times):
        time.sleep(seconds if number else 0)
        yield number


def kill_workers(scene: Scene) -> None:
    """Kill a worker in the middle of its work, three times."""
    for _ in spaced(3, 2):
        os.kill(scene.service.server.workers[0], signal.SIGKILL)


def restart_database(scene: Scene) -> None:
    """Restart the database without letting anybody finish, twice."""
    for _ in spaced(2, 2):
        assert scene.database.control("restart", "--mode=immediate"), "it did not come back"


def cut_connections(scene: Scene) -> None:
    """End every connection of the catalogue, again and again."""
    for _ in spaced(20, 0.3):
        scene.database.cut()


def take_connections(scene: Scene) -> None:
    """Let others take every connection of the database."""
    with scene.database.taken_up():
        time.sleep(8)


def freeze_database(scene: Scene) -> None:
    """Let the database hang for ten seconds."""
    with scene.database.frozen():
        time.sleep(10)


def fill_disk_of_tables(scene: Scene) -> None:
    """Leave no room for the tables: readers go on, saves are refused."""
    began = time.monotonic()
    with scene.tables.full():
        while time.monotonic() < began + 60:
            scene.tables.fill()
            refused = [o for o in between(scene.journal, began) if o.kind == AWAY]
            saves = [o for o in refused if o.asked.startswith("POST")]
            if len(saves) >= 3 and time.monotonic() > began + 8:
                return
            time.sleep(0.2)


def fill_disk_of_wal(scene: Scene) -> None:
    """Leave no room for the log of changes: the database goes down until there is room again."""
    database = scene.database
    with scene.wal.full():
        try:
            database.tell("CREATE TABLE IF NOT EXISTS heavy AS SELECT repeat(md5(n::text), 30) "
                          "FROM generate_series(1, 200000) n")  # fmt: skip
        except Exception as refused:
            print(f"  ({str(refused).splitlines()[0]})")
        time.sleep(5)
    deadline = time.monotonic() + 30
    while not database.answers and time.monotonic() < deadline:
        database.control("start")  # as its manager of services does
        time.sleep(0.5)


def end_during_export(scene: Scene) -> None:
    """Stop the server in order while a file is sent to somebody slow, and start it again."""
    downloads = [Download(scene.service.port, scene.journal, pace) for pace in PACES]
    for download in downloads:
        download.start()
    time.sleep(2)
    scene.service.stop()
    scene.service.start()
    for download in downloads:
        download.join()


class Download(threading.Thread):
    """A large file that is read slowly."""

    def __init__(self, port: int, journal: Journal, pace: float):
        super().__init__(daemon=True)
        self.visitor, self.journal = Visitor(port, pace), journal

    def run(self):
        """Read the file to its end, or to where it was cut."""
        self.journal.ask(self.visitor, "/practices.json")


FAULTS = (
    Fault("kill -9 of a worker, three times", kill_workers, cuts=True),
    Fault("restart of the database at once, twice", restart_database),
    Fault("its connections cut, 20 times", cut_connections),
    Fault("its connections taken by others", take_connections),
    Fault("the database hangs for 10 s", freeze_database),
    Fault("SIGTERM during an export", end_during_export, cuts=True),
    Fault("disk of the tables (64 MB) full", fill_disk_of_tables),
    Fault("disk of the WAL (64 MB) full", fill_disk_of_wal),
)
ON_DISKS = (fill_disk_of_tables, fill_disk_of_wal)


def between(journal: Journal, first: float, last: float = math.inf) -> list[Outcome]:
    """Return what was answered between two moments."""
    return [outcome for outcome in list(journal.outcomes) if first <= outcome.ended < last]


@dataclass(frozen=True)
class Result:
    """What came of a fault: the outcomes until the next fault, and when it ended."""

    fault: Fault
    ended: float
    outcomes: list[Outcome]

    def failures(self) -> list[Outcome]:
        """Return the outcomes that must not be."""
        return [outcome for outcome in self.outcomes if self.is_failure(outcome)]

    def is_failure(self, outcome: Outcome) -> bool:
        """Say whether an outcome must not be: wrong, cut for no reason, or late."""
        if outcome.kind == CUT and not self.fault.cuts:
            return True
        late = outcome.began > self.ended + GRACE
        return outcome.kind == WRONG or (outcome.kind != GOOD and late)

    def complaints(self) -> list[str]:
        """Say what must not be, the first few; and where nobody felt a fault, it was none."""
        first = [f"{self.fault.name}: {o.asked}: {o.kind} {o.why}" for o in self.failures()[:5]]
        felt = any(o.kind != GOOD or o.ended - o.began > LONG for o in self.outcomes)
        return first if felt else [*first, f"{self.fault.name}: not felt"]

    def row(self) -> str:
        """Return the row of the table."""
        found = Counter(outcome.kind for outcome in self.outcomes)
        saves = [o for o in self.outcomes if o.asked.startswith("POST") and o.kind == GOOD]
        bad = [o.ended for o in self.outcomes if o.kind != GOOD]
        recovered = max([0.0, *(moment - self.ended for moment in bad)])
        longest = max(o.ended - o.began for o in self.outcomes)
        cells = [
            self.fault.name, found[GOOD], len(saves), found[AWAY], found[CUT],
            len(self.failures()), f"{longest:.1f} s", f"{recovered:.1f} s",
        ]  # fmt: skip
        return f"| {' | '.join(map(str, cells))} |"


HEADING = (
    "| fault | good answers | of them saves | 503 | cut off | failures | longest | "
    "well again after |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def report(kind: str, folder: Path, server: str) -> str:
    """Do every fault under load, print a table, count the saves, and say what came of it."""
    if kind == "sqlite":
        return "left out: it is about PostgreSQL"
    with under_load(folder) as scene:
        results = suffered(possible(scene), scene)
        print("\n".join([HEADING, *(result.row() for result in results)]), flush=True)
        return verdict(results, scene)


def suffered(faults: list[Fault], scene: Scene) -> list[Result]:
    """Let all faults happen, with as many saves after each, and return what came of them."""
    scene.wait_until_well()
    moments = []
    for number, fault in enumerate(faults, start=1):
        moments.append(suffer(fault, scene, SAVES * number // len(faults)))
    scene.rest()
    ends = [began for began, _ended in moments[1:]] + [math.inf]
    return [
        Result(fault, ended, between(scene.journal, began, end))
        for fault, (began, ended), end in zip(faults, moments, ends, strict=True)
    ]


def possible(scene: Scene) -> list[Fault]:
    """Return the faults that can be had here; say loudly which cannot."""
    if scene.tables and scene.wal:
        return list(FAULTS)
    print("LEFT OUT: no disk can be mounted here (root may): nothing is said of full disks.")
    return [fault for fault in FAULTS if fault.happen not in ON_DISKS]


def suffer(fault: Fault, scene: Scene, saves: int) -> tuple[float, float]:
    """Let a fault happen, wait for all to be well and for so many saves; return when it was."""
    print(f"  {fault.name} ...", flush=True)
    began = time.monotonic()
    fault.happen(scene)
    ended = time.monotonic()
    scene.wait_until_well()
    scene.wait_for_saves(saves)
    return began, ended


def verdict(results: list[Result], scene: Scene) -> str:
    """Say what came of it all; AssertionError where anything is not as promised."""
    lost, unanswered = count_saves(scene)
    said = (
        f"{scene.acknowledged():,} saves were answered with success, {len(lost)} of them are lost "
        f"({unanswered} more were kept whose answer did not come)"
    )
    faulty = [*lost[:5], *(line for result in results for line in result.complaints())]
    assert not faulty, "\n  ".join([said, *faulty])
    return said


def count_saves(scene: Scene) -> tuple[list[str], int]:
    """Return the acknowledged saves that the history lacks, and how many others it has."""
    lost, unanswered = [], 0
    for editor in scene.editors:
        there = set(kept(scene.service.installation.url, editor.key))
        lost += [title for title in editor.acknowledged if title not in there]
        unanswered += len(there & set(editor.tried) - set(editor.acknowledged))
    return lost, unanswered
