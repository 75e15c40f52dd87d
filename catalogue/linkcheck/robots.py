"""Asking as a guest: what robots.txt says, a pause between two requests, and no when told so."""

import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlunsplit
from urllib.robotparser import RobotFileParser

from catalogue.linkcheck.http_client import HostUnavailable, HttpClient, LinkResponse
from catalogue.linkcheck.url_policy import UrlRefused, parse_allowed_url

#: By this name sites tell us in robots.txt what to leave alone.
ROBOT_NAME = "CatalogueLinks"
MIN_PAUSE_SECONDS = 5  # seconds between two requests to a host, unless its robots.txt wants more
MAX_PAUSE_SECONDS = 60
MAX_ROBOTS_BYTES = 100_000  # bytes of a robots.txt
MAX_REDIRECTS = 5
STATUS_TOO_MANY, STATUS_UNAVAILABLE = (
    429,
    503,
)  # what a host answers that wants us to come back later


class HostBusy(Exception):
    """A host has asked us to come back later."""


class PoliteClient:
    """Asks addresses one after the other, each host no faster and no more than it likes."""

    def __init__(
        self,
        opener: HttpClient,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.opener, self.clock, self.sleep = opener, clock, sleep
        self.rules: dict[tuple[str, str], RobotFileParser] = {}
        self.asked: dict[str, float] = {}
        self.busy: set[str] = set()

    def ask(self, method: str, url: str) -> LinkResponse:
        """Ask for an address where it is allowed, by us and by its host.

        LeftAlone where the host said that it is busy; what `Opener.ask` raises besides.
        """
        parts = parse_allowed_url(url)
        rules = self.rules_of(parts)
        if not rules.can_fetch(ROBOT_NAME, url):
            raise UrlRefused("its site asks programs to stay away (robots.txt)")
        return self.in_turn(method, parts, pause=rules.crawl_delay(ROBOT_NAME) or 0)

    def in_turn(
        self, method: str, parts: SplitResult, *, pause: float = 0, most: int = 0
    ) -> LinkResponse:
        """Wait until a host may be asked again, and ask it."""
        host = parts.hostname
        if host in self.busy:
            raise HostBusy(host)
        if host in self.asked:
            wanted = min(max(MIN_PAUSE_SECONDS, pause), MAX_PAUSE_SECONDS)
            self.sleep(max(0, self.asked[host] + wanted - self.clock()))
        try:
            answer = self.opener.ask(method, parts, most)
        finally:
            self.asked[host] = self.clock()
        if answer.status == STATUS_TOO_MANY or (
            answer.status == STATUS_UNAVAILABLE and answer.retry_after
        ):
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
            for _step in range(MAX_REDIRECTS + 1):
                answer = self.in_turn("GET", parse_allowed_url(url), most=MAX_ROBOTS_BYTES)
                if not (300 <= answer.status < 400 and answer.location):
                    break
                url = urljoin(url, answer.location)
        except (UrlRefused, HostUnavailable, OSError, ValueError, HTTPException):
            return []
        served = answer.status == 200
        return answer.body.decode("utf-8", errors="replace").splitlines() if served else []
