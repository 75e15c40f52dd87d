"""Asking as a guest: what robots.txt says, a pause between two requests, and no when told so."""

import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlunsplit
from urllib.robotparser import RobotFileParser

from catalogue.linkcheck.http_client import Answer, NotThere, Opener
from catalogue.linkcheck.url_policy import Refused, allowed

#: By this name sites tell us in robots.txt what to leave alone.
NAME = "CatalogueLinks"
PAUSE = 5  # seconds between two requests to a host, unless its robots.txt wants more
LONGEST_PAUSE = 60
MOST_RULES = 100_000  # bytes of a robots.txt
REDIRECTS = 5
TOO_MANY, BUSY = 429, 503  # what a host answers that wants us to come back later


class LeftAlone(Exception):
    """A host has asked us to come back later."""


class Manners:
    """Asks addresses one after the other, each host no faster and no more than it likes."""

    def __init__(
        self,
        opener: Opener,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.opener, self.clock, self.sleep = opener, clock, sleep
        self.rules: dict[tuple[str, str], RobotFileParser] = {}
        self.asked: dict[str, float] = {}
        self.busy: set[str] = set()

    def ask(self, method: str, url: str) -> Answer:
        """Ask for an address where it is allowed, by us and by its host.

        LeftAlone where the host said that it is busy; what `Opener.ask` raises besides.
        """
        parts = allowed(url)
        rules = self.rules_of(parts)
        if not rules.can_fetch(NAME, url):
            raise Refused("its site asks programs to stay away (robots.txt)")
        return self.in_turn(method, parts, pause=rules.crawl_delay(NAME) or 0)

    def in_turn(
        self, method: str, parts: SplitResult, *, pause: float = 0, most: int = 0
    ) -> Answer:
        """Wait until a host may be asked again, and ask it."""
        host = parts.hostname
        if host in self.busy:
            raise LeftAlone(host)
        if host in self.asked:
            wanted = min(max(PAUSE, pause), LONGEST_PAUSE)
            self.sleep(max(0, self.asked[host] + wanted - self.clock()))
        try:
            answer = self.opener.ask(method, parts, most)
        finally:
            self.asked[host] = self.clock()
        if answer.status == TOO_MANY or (answer.status == BUSY and answer.retry_after):
            self.busy.add(host)
        return answer

    def rules_of(self, parts: SplitResult) -> RobotFileParser:
        """Return what a site asks of programs, once; where it says nothing all is allowed."""
        site = parts.scheme, parts.netloc
        if site not in self.rules:
            self.rules[site] = RobotFileParser()
            self.rules[site].parse(self.robots(urlunsplit([*site, "/robots.txt", "", ""])))
        return self.rules[site]

    def robots(self, url: str) -> list[str]:
        """Return the lines of a robots.txt, also where it has moved; none where there is none."""
        try:
            for _step in range(REDIRECTS + 1):
                answer = self.in_turn("GET", allowed(url), most=MOST_RULES)
                if not (300 <= answer.status < 400 and answer.location):
                    break
                url = urljoin(url, answer.location)
        except (Refused, NotThere, OSError, ValueError, HTTPException):
            return []
        served = answer.status == 200
        return answer.body.decode("utf-8", errors="replace").splitlines() if served else []
