"""What a password may not be: easy to guess for who knows the catalogue, or known from a breach."""

import logging
from functools import cache
from hashlib import sha1
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Words that say where a password is for, and so add nothing to it. docs/security.md has them too.
CONTEXT_WORDS = (
    "catalogue", "catalog", "counter", "terrorism", "terrorist", "terror", "good", "practices",
    "practice", "unoct", "uncct", "cted", "united", "nations", "admin", "administrator", "editor",
    "reviewer", "password", "passphrase", "login", "desk",
)  # fmt: skip
MIN_PARTS = 4  # parts that have to be guessed: a common password is one, however long it is
MAX_WORD_LENGTH = 32  # characters of a word that is looked for
BREACH_TIMEOUT = 3  # that a service of breached passwords may take
MAX_BREACH_BYTES = 200_000  # that it may answer; some 40,000 are usual
log = logging.getLogger(__name__)


@cache
def load_common_passwords() -> frozenset[str]:
    """Return the 20,000 common passwords that Django brings along."""
    return frozenset(CommonPasswordValidator().passwords)


def count_parts(password: str) -> int:
    """Return of how few parts a password can be put together by somebody who guesses.

    A common password is one part, and so is any other letter or figure; words of the catalogue
    and what only separates are none. What only repeats is counted once.
    """
    text = password.lower()
    return min(count_fewest_parts(text), count_fewest_parts(remove_repetition(text)))


def count_fewest_parts(text: str) -> int:
    """Return the least that the pieces of a text cost, however it is cut."""
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - MAX_WORD_LENGTH), end)
        fewest.append(min(fewest[start] + count_guesses(text[start:end]) for start in starts))
    return fewest[-1]


def remove_repetition(text: str) -> str:
    """Return what a text repeats, or the text where it repeats nothing."""
    length = (text + text).find(text, 1)
    return text[:length] if 0 < length < len(text) else text


def count_guesses(piece: str) -> int:
    """Return how many guesses a piece of a password is worth."""
    if piece in CONTEXT_WORDS or (len(piece) == 1 and not piece.isalnum()):
        return 0
    return 1 if len(piece) == 1 or piece in load_common_passwords() else len(piece)


class GuessablePasswordValidator:
    """Refuses common passwords, what is put together of few of them, and words of the catalogue."""

    def validate(self, password, user=None):
        """Refuse a password that is put together of too few parts."""
        if count_parts(password) < MIN_PARTS:
            raise ValidationError(self.get_help_text(), code="password_easy_to_guess")

    def get_help_text(self):
        """Return the rule."""
        return _(
            "Common passwords, a few of them together, and words of the catalogue are too easy to "
            "guess. Take four unrelated words, or let a password manager make one."
        )


class BreachedPasswordValidator:
    """Refuses what a service of breached passwords knows, where one is set."""

    def validate(self, password, user=None):
        """Ask the service; where it does not answer, the other rules have to do."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            known = is_breached(password)
        except OSError as error:
            log.warning("The service of breached passwords did not answer: %s.", error)
            return
        if known:
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self):
        """Return the rule."""
        return _("A password that stands in a published breach cannot be used.")


class NoRedirectHandler(HTTPRedirectHandler):
    """Follows nobody who sends a request on: that is an error."""

    def redirect_request(self, *args):
        """Return no other request."""


def is_breached(password: str) -> bool:
    """Ask with the first five characters of a digest; the service learns no more than these."""
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    headers = {"Add-Padding": "true", "User-Agent": "Catalogue"}
    request = Request(settings.BREACHED_PASSWORDS + digest[:5], headers=headers)  # noqa: S310 (set by the operator; https only)
    with build_opener(NoRedirectHandler).open(request, timeout=BREACH_TIMEOUT) as answer:
        lines = answer.read(MAX_BREACH_BYTES).decode("ascii", "replace").splitlines()
    found = (line.partition(":") for line in lines)
    return any(rest == digest[5:] and count.strip() != "0" for rest, _colon, count in found)
