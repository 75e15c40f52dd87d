"""Is an address still there? It is followed where it leads; no failure on the way is raised.

Only what says clearly that a text is gone counts against an address. Many sites shut out programs,
so that silence, a refusal or a bad certificate says nothing about what a reader would find.
"""

from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from ssl import SSLError
from urllib.parse import urljoin, urlsplit

from catalogue.linkcheck.http_client import Answer, NotThere
from catalogue.linkcheck.robots import BUSY, REDIRECTS, TOO_MANY, LeftAlone, Manners
from catalogue.linkcheck.url_policy import Refused

GONE = {404, 410}


class Came(StrEnum):
    """What came of asking for an address."""

    REACHED = "reached"
    GONE = "gone"  # its host says so, or fails
    AWAY = "away"  # there is no such host, or it takes no connections
    UNCLEAR = "unclear"  # a person has to look
    LATER = "later"  # its host is busy; nothing is known


@dataclass(frozen=True)
class Outcome:
    """What came of asking for an address, and in words what was wrong."""

    came: Came
    said: str = ""


def reach(url: str, manners: Manners) -> Outcome:
    """Ask for an address and follow where it leads."""
    try:
        return follow(url, manners)
    except LeftAlone:
        return Outcome(Came.LATER)
    except NotThere as why:
        return Outcome(Came.AWAY, f"no connection: {why}")
    except Refused as why:
        return Outcome(Came.UNCLEAR, f"not asked: {why}")
    except SSLError as error:
        return Outcome(Came.UNCLEAR, f"no safe connection: {in_words(error)}")
    except (OSError, HTTPException, ValueError) as error:
        return Outcome(Came.UNCLEAR, f"no answer to a program: {in_words(error)}")


def in_words(error: Exception) -> str:
    """Return what an error says; of a certificate, what is wrong with it."""
    return getattr(error, "verify_message", "") or str(error) or type(error).__name__


def follow(url: str, manners: Manners) -> Outcome:
    """Ask for an address, and for each to which it is sent on."""
    last = url
    for _step in range(REDIRECTS + 1):
        answer = head_or_whole(last, manners)
        if not (300 <= answer.status < 400 and answer.location):
            return judge(answer, url, last)
        last = urljoin(last, answer.location)
    return Outcome(Came.UNCLEAR, f"more than {REDIRECTS} redirects")


def head_or_whole(url: str, manners: Manners) -> Answer:
    """Ask for the head of a page, and for the page where the server does not give heads."""
    answer = manners.ask("HEAD", url)
    if answer.status < 400 or answer.status in (TOO_MANY, BUSY):
        return answer
    return manners.ask("GET", url)


def judge(answer: Answer, first: str, last: str) -> Outcome:
    """Return what an answer means for the address that was asked first."""
    if answer.status < 400:
        if is_front(last) and not is_front(first):
            return Outcome(Came.UNCLEAR, f"leads to the front page of {urlsplit(last).hostname}")
        return Outcome(Came.REACHED)
    gone = answer.status in GONE or 500 <= answer.status < 600
    return Outcome(Came.GONE if gone else Came.UNCLEAR, f"status {answer.status}")


def is_front(url: str) -> bool:
    """Say whether an address is the front page of a site, where those of lost texts often lead."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
