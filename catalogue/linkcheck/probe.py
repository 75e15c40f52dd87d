"""Is an address still there? It is followed where it leads; no failure on the way is raised.

Only what says clearly that a text is gone counts against an address. Many sites shut out programs,
so that silence, a refusal or a bad certificate says nothing about what a reader would find.
"""

from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from ssl import SSLError
from urllib.parse import urljoin, urlsplit

from catalogue.linkcheck.http_client import HostUnavailable, LinkResponse
from catalogue.linkcheck.robots import (
    MAX_REDIRECTS,
    STATUS_TOO_MANY,
    STATUS_UNAVAILABLE,
    HostBusy,
    PoliteClient,
)
from catalogue.linkcheck.url_policy import UrlRefused

GONE_STATUSES = {404, 410}


class LinkStatus(StrEnum):
    """What came of asking for an address."""

    REACHED = "reached"
    GONE = "gone"  # its host says so, or fails
    AWAY = "away"  # there is no such host, or it takes no connections
    UNCLEAR = "unclear"  # a person has to look
    LATER = "later"  # its host is busy; nothing is known


@dataclass(frozen=True)
class LinkResult:
    """What came of asking for an address, and in words what was wrong."""

    came: LinkStatus
    said: str = ""


def check_link(url: str, manners: PoliteClient) -> LinkResult:
    """Ask for an address and follow where it leads."""
    try:
        return follow_redirects(url, manners)
    except HostBusy:
        return LinkResult(LinkStatus.LATER)
    except HostUnavailable as why:
        return LinkResult(LinkStatus.AWAY, f"no connection: {why}")
    except UrlRefused as why:
        return LinkResult(LinkStatus.UNCLEAR, f"not asked: {why}")
    except SSLError as error:
        return LinkResult(LinkStatus.UNCLEAR, f"no safe connection: {describe_error(error)}")
    except (OSError, HTTPException, ValueError) as error:
        return LinkResult(LinkStatus.UNCLEAR, f"no answer to a program: {describe_error(error)}")


def describe_error(error: Exception) -> str:
    """Return what an error says; of a certificate, what is wrong with it."""
    return getattr(error, "verify_message", "") or str(error) or type(error).__name__


def follow_redirects(url: str, manners: PoliteClient) -> LinkResult:
    """Ask for an address, and for each to which it is sent on."""
    last = url
    for _step in range(MAX_REDIRECTS + 1):
        answer = request_head_or_get(last, manners)
        if not (300 <= answer.status < 400 and answer.location):
            return judge_response(answer, url, last)
        last = urljoin(last, answer.location)
    return LinkResult(LinkStatus.UNCLEAR, f"more than {MAX_REDIRECTS} redirects")


def request_head_or_get(url: str, manners: PoliteClient) -> LinkResponse:
    """Ask for the head of a page, and for the page where the server does not give heads."""
    answer = manners.ask("HEAD", url)
    if answer.status < 400 or answer.status in (STATUS_TOO_MANY, STATUS_UNAVAILABLE):
        return answer
    return manners.ask("GET", url)


def judge_response(answer: LinkResponse, first: str, last: str) -> LinkResult:
    """Return what an answer means for the address that was asked first."""
    if answer.status < 400:
        if is_front_page(last) and not is_front_page(first):
            return LinkResult(
                LinkStatus.UNCLEAR, f"leads to the front page of {urlsplit(last).hostname}"
            )
        return LinkResult(LinkStatus.REACHED)
    gone = answer.status in GONE_STATUSES or 500 <= answer.status < 600
    return LinkResult(LinkStatus.GONE if gone else LinkStatus.UNCLEAR, f"status {answer.status}")


def is_front_page(url: str) -> bool:
    """Say whether an address is the front page of a site, where those of lost texts often lead."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
