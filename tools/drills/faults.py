"""Cause every kind of failure under load; readers get pages or a clear 503.

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

from tools.drills.editors import read_saved_titles
from tools.drills.load_scene import Scene, under_load
from tools.drills.visitors import AWAY, CUT, GOOD, WRONG, Journal, Outcome, Visitor

SAVES = 1_000  # that must have been answered with success
#: Seconds between two pieces of 64 KB for a slow visitor and one that is too slow.
PACES = (0.05, 0.5)
LONG = 5  # seconds: an answer that took longer was delayed by a fault
GRACE = 10  # seconds after a fault in which a reader may still be told to come again


@dataclass(frozen=True)
class Fault:
    """A fault: how it happens, and whether answers may be cut off by it."""

    name: str
    happen: Callable[[Scene], None]
    cuts: bool = False


def repeat_with_pauses(times: int, seconds: float):
    """Count, with so many seconds between one time and the next."""
    for number in range(times):
        time.sleep(seconds if number else 0)
        yield number


def kill_workers(scene: Scene) -> None:
    """Kill a worker in the middle of its work, three times."""
    for _ in repeat_with_pauses(3, 2):
        os.kill(scene.service.server.workers[0], signal.SIGKILL)


def restart_database(scene: Scene) -> None:
    """Restart the database without waiting for its clients, twice."""
    for _ in repeat_with_pauses(2, 2):
        assert scene.database.control("restart", "--mode=immediate"), "it did not come back"


def cut_connections(scene: Scene) -> None:
    """End every connection of the catalogue, again and again."""
    for _ in repeat_with_pauses(20, 0.3):
        scene.database.cut_connections()


def take_connections(scene: Scene) -> None:
    """Occupy every connection of the database."""
    with scene.database.exhaust_connections():
        time.sleep(8)


def freeze_database(scene: Scene) -> None:
    """Let the database hang for ten seconds."""
    with scene.database.freeze():
        time.sleep(10)


def fill_disk_of_tables(scene: Scene) -> None:
    """Leave no room for the tables: readers go on, saves are refused."""
    began = time.monotonic()
    with scene.tables.full():
        while time.monotonic() < began + 60:
            scene.tables.fill()
            refused = [o for o in select_outcomes(scene.journal, began) if o.kind == AWAY]
            saves = [o for o in refused if o.asked.startswith("POST")]
            if len(saves) >= 3 and time.monotonic() > began + 8:
                return
            time.sleep(0.2)


def fill_disk_of_wal(scene: Scene) -> None:
    """Leave no room for the log of changes: the database goes down until there is room again."""
    database = scene.database
    with scene.wal.full():
        try:
            database.execute("CREATE TABLE IF NOT EXISTS heavy AS SELECT repeat(md5(n::text), 30) "
                          "FROM generate_series(1, 200000) n")  # fmt: skip
        except Exception as refused:
            print(f"  ({str(refused).splitlines()[0]})")
        time.sleep(5)
    deadline = time.monotonic() + 30
    while not database.is_answering and time.monotonic() < deadline:
        database.control("start")  # as its manager of services does
        time.sleep(0.5)


def end_during_export(scene: Scene) -> None:
    """Stop the server in order while a slow visitor downloads a file, and start it again."""
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


def select_outcomes(journal: Journal, first: float, last: float = math.inf) -> list[Outcome]:
    """Return what was answered between two moments."""
    return [outcome for outcome in list(journal.outcomes) if first <= outcome.ended < last]


@dataclass(frozen=True)
class Result:
    """The result of a fault: the outcomes until the next fault, and when it ended."""

    fault: Fault
    ended: float
    outcomes: list[Outcome]

    def list_failures(self) -> list[Outcome]:
        """Return the outcomes that must not be."""
        return [outcome for outcome in self.outcomes if self.is_failure(outcome)]

    def is_failure(self, outcome: Outcome) -> bool:
        """Return True if an outcome is wrong, cut without a reason, or late."""
        if outcome.kind == CUT and not self.fault.cuts:
            return True
        late = outcome.began > self.ended + GRACE
        return outcome.kind == WRONG or (outcome.kind != GOOD and late)

    def describe_failures(self) -> list[str]:
        """Return the first failures as lines; a fault without any effect is a failure too."""
        failures = self.list_failures()[:5]
        first = [f"{self.fault.name}: {o.asked}: {o.kind} {o.why}" for o in failures]
        felt = any(o.kind != GOOD or o.ended - o.began > LONG for o in self.outcomes)
        return first if felt else [*first, f"{self.fault.name}: not felt"]

    def format_row(self) -> str:
        """Return the row of the table."""
        found = Counter(outcome.kind for outcome in self.outcomes)
        saves = [o for o in self.outcomes if o.asked.startswith("POST") and o.kind == GOOD]
        bad = [o.ended for o in self.outcomes if o.kind != GOOD]
        recovered = max([0.0, *(moment - self.ended for moment in bad)])
        longest = max(o.ended - o.began for o in self.outcomes)
        cells = [
            self.fault.name, found[GOOD], len(saves), found[AWAY], found[CUT],
            len(self.list_failures()), f"{longest:.1f} s", f"{recovered:.1f} s",
        ]  # fmt: skip
        return f"| {' | '.join(map(str, cells))} |"


HEADING = (
    "| fault | good answers | of them saves | 503 | cut off | failures | longest | "
    "well again after |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def report(kind: str, folder: Path, server: str) -> str:
    """Cause every fault under load, print a table, count the saves, and return the result."""
    if kind == "sqlite":
        return "left out: it is about PostgreSQL"
    with under_load(folder) as scene:
        results = run_faults(select_possible_faults(scene), scene)
        print("\n".join([HEADING, *(result.format_row() for result in results)]), flush=True)
        return summarize_results(results, scene)


def run_faults(faults: list[Fault], scene: Scene) -> list[Result]:
    """Cause all faults, with as many saves after each, and return the results."""
    scene.wait_until_well()
    moments = []
    for number, fault in enumerate(faults, start=1):
        moments.append(run_fault(fault, scene, SAVES * number // len(faults)))
    scene.stop_people()
    ends = [began for began, _ended in moments[1:]] + [math.inf]
    return [
        Result(fault, ended, select_outcomes(scene.journal, began, end))
        for fault, (began, ended), end in zip(faults, moments, ends, strict=True)
    ]


def select_possible_faults(scene: Scene) -> list[Fault]:
    """Return the faults that can be had here; say loudly which cannot."""
    if scene.tables and scene.wal:
        return list(FAULTS)
    print("LEFT OUT: no disk can be mounted here (root may): nothing is said of full disks.")
    return [fault for fault in FAULTS if fault.happen not in ON_DISKS]


def run_fault(fault: Fault, scene: Scene, saves: int) -> tuple[float, float]:
    """Cause a fault, wait until all works and for so many saves; return when it began and ended."""
    print(f"  {fault.name} ...", flush=True)
    began = time.monotonic()
    fault.happen(scene)
    ended = time.monotonic()
    scene.wait_until_well()
    scene.wait_for_saves(saves)
    return began, ended


def summarize_results(results: list[Result], scene: Scene) -> str:
    """Return a sentence about the saves; raise AssertionError if anything failed."""
    lost, unanswered = count_lost_saves(scene)
    said = (
        f"{scene.count_acknowledged():,} saves were answered with success, {len(lost)} of them are "
        f"lost ({unanswered} more were saved without an answer)"
    )
    faulty = [*lost[:5], *(line for result in results for line in result.describe_failures())]
    assert not faulty, "\n  ".join([said, *faulty])
    return said


def count_lost_saves(scene: Scene) -> tuple[list[str], int]:
    """Return the acknowledged saves that the history lacks, and how many others it has."""
    lost, unanswered = [], 0
    for editor in scene.editors:
        there = set(read_saved_titles(scene.service.installation.url, editor.key))
        lost += [title for title in editor.acknowledged if title not in there]
        unanswered += len(there & set(editor.tried) - set(editor.acknowledged))
    return lost, unanswered
