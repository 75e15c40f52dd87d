"""Polite requests: robots.txt, a pause between requests to a host, none to a busy host."""

import time
from http.client import HTTPException
from urllib.parse import SplitResult, urljoin, urlunsplit

from protego import Protego

from catalogue.linkcheck.http_client import (
    HostUnavailable,
    HttpClient,
    LinkResponse,
    UrlRefused,
    parse_allowed_url,
)

#: The user agent in rules of robots.txt.
ROBOT_NAME = "CatalogueLinks"
MIN_PAUSE_SECONDS = 5  # between two requests to a host, unless its robots.txt wants more
MAX_PAUSE_SECONDS = 60
MAX_ROBOTS_BYTES = 100_000  # bytes of a robots.txt
MAX_REDIRECTS = 5
STATUS_TOO_MANY, STATUS_UNAVAILABLE = 429, 503  # the host wants us to come back later


class HostBusy(Exception):
    """A host has asked for no more requests now."""


class PoliteClient:
    """Requests addresses one after the other, each host no faster than it permits."""

    def __init__(self, client: HttpClient, *, clock=time.monotonic, sleep=time.sleep):
        self.client, self.clock, self.sleep = client, clock, sleep
        self.rules: dict[tuple[str, str], Protego] = {}
        self.requested_at: dict[str, float] = {}
        self.busy: set[str] = set()

    def request(self, method: str, url: str) -> LinkResponse:
        """Request an address, if our rules and its robots.txt allow it.

        HostBusy if the host said that it is busy; also what `HttpClient.send` raises.
        """
        parts = parse_allowed_url(url)
        rules = self.get_rules(parts)
        if not rules.can_fetch(url, ROBOT_NAME):
            raise UrlRefused("its site asks programs to stay away (robots.txt)")
        return self.request_after_pause(method, parts, pause=rules.crawl_delay(ROBOT_NAME) or 0)

    def request_after_pause(
        self, method: str, parts: SplitResult, *, pause: float = 0, most: int = 0
    ) -> LinkResponse:
        """Wait until a host may be asked again, and send a request."""
        host = parts.hostname
        if host in self.busy:
            raise HostBusy(host)
        if host in self.requested_at:
            wanted = min(max(MIN_PAUSE_SECONDS, pause), MAX_PAUSE_SECONDS)
            self.sleep(max(0, self.requested_at[host] + wanted - self.clock()))
        try:
            answer = self.client.send(method, parts, most)
        finally:
            self.requested_at[host] = self.clock()
        if answer.status == STATUS_TOO_MANY or (
            answer.status == STATUS_UNAVAILABLE and answer.retry_after
        ):
            self.busy.add(host)
        return answer

    def get_rules(self, parts: SplitResult) -> Protego:
        """Return the rules of a site, which are read once; without a robots.txt all is allowed."""
        site = parts.scheme, parts.netloc
        if site not in self.rules:
            robots = self.read_robots(urlunsplit([*site, "/robots.txt", "", ""]))
            self.rules[site] = Protego.parse(robots)
        return self.rules[site]

    def read_robots(self, url: str) -> str:
        """Return the text of a robots.txt, following redirects; nothing if there is none."""
        try:
            for _step in range(MAX_REDIRECTS + 1):
                answer = self.request_after_pause(
                    "GET", parse_allowed_url(url), most=MAX_ROBOTS_BYTES
                )
                if not (300 <= answer.status < 400 and answer.location):
                    break
                url = urljoin(url, answer.location)
        except (UrlRefused, HostUnavailable, OSError, ValueError, HTTPException):
            return ""
        return answer.body.decode("utf-8", errors="replace") if answer.status == 200 else ""
