"""Readers of a drill, who ask for one page after the other."""

import threading
import time
from collections.abc import Iterator

from tools.drills.visitors import GOOD, Journal, Visitor

PAUSE = 0.2  # seconds after an answer that was no page


class Reader(threading.Thread):
    """One reader, who goes on until the drill is over."""

    def __init__(self, port: int, paths: Iterator[str], journal: Journal, over: threading.Event):
        super().__init__(daemon=True)
        self.visitor, self.paths, self.journal, self.over = Visitor(port), paths, journal, over

    def run(self):
        """Ask for one page after the other."""
        while not self.over.is_set():
            kind, _answer = self.journal.ask(self.visitor, next(self.paths))
            if kind != GOOD:
                time.sleep(PAUSE)
