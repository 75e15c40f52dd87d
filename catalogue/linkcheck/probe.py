"""Check whether an address still has its text, following redirects. Errors become results.

Only a clear answer counts against an address. Many sites refuse programs, so silence, a refusal or
a bad certificate says nothing about what a reader would find.
"""

from enum import StrEnum
from http.client import HTTPException
from ssl import SSLError
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from catalogue.linkcheck.http_client import HostUnavailable, LinkResponse, UrlRefused
from catalogue.linkcheck.robots import (
    MAX_REDIRECTS,
    STATUS_TOO_MANY,
    STATUS_UNAVAILABLE,
    HostBusy,
    PoliteClient,
)

GONE_STATUSES = {404, 410}


class LinkStatus(StrEnum):
    """The result of a check, in the words of the summary."""

    REACHED = "reached"
    GONE = "gone"  # the host says so, or fails
    AWAY = "without a host that answers"  # no such host, or it accepts no connections
    UNCLEAR = "unclear"  # a person has to check it
    LATER = "left for later"  # the host is busy


class LinkResult(NamedTuple):
    """The result of a check, with a message on what was wrong."""

    status: LinkStatus
    message: str = ""


def check_link(url: str, client: PoliteClient) -> LinkResult:
    """Return the result of a check of an address."""
    try:
        return follow_redirects(url, client)
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
    """Return the message of an error, or what is wrong with a certificate."""
    return getattr(error, "verify_message", "") or str(error) or type(error).__name__


def follow_redirects(url: str, client: PoliteClient) -> LinkResult:
    """Request an address, and each one that it redirects to."""
    last = url
    for _step in range(MAX_REDIRECTS + 1):
        answer = request_head_or_get(last, client)
        if not (300 <= answer.status < 400 and answer.location):
            return judge_response(answer, url, last)
        last = urljoin(last, answer.location)
    return LinkResult(LinkStatus.UNCLEAR, f"more than {MAX_REDIRECTS} redirects")


def request_head_or_get(url: str, client: PoliteClient) -> LinkResponse:
    """Request the head of a page, and the page if the server does not answer HEAD."""
    answer = client.request("HEAD", url)
    if answer.status < 400 or answer.status in (STATUS_TOO_MANY, STATUS_UNAVAILABLE):
        return answer
    return client.request("GET", url)


def judge_response(answer: LinkResponse, first: str, last: str) -> LinkResult:
    """Return what the last response means for the first address."""
    if answer.status < 400:
        if is_front_page(last) and not is_front_page(first):
            return LinkResult(
                LinkStatus.UNCLEAR, f"leads to the front page of {urlsplit(last).hostname}"
            )
        return LinkResult(LinkStatus.REACHED)
    gone = answer.status in GONE_STATUSES or 500 <= answer.status < 600
    return LinkResult(LinkStatus.GONE if gone else LinkStatus.UNCLEAR, f"status {answer.status}")


def is_front_page(url: str) -> bool:
    """Return True if an address is the front page of a site; lost texts often redirect there."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
