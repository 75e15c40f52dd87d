"""Password validators: against guessable passwords, and against passwords known from a breach."""

import logging
from functools import cache
from hashlib import sha1
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.operations.password_hasher import (
    MAX_PASSWORD_LENGTH,
    get_length_text,
    refuse_long_password,
)

#: Words about the catalogue, which add nothing to a password. docs/security.md lists them too.
CONTEXT_WORDS = (
    "catalogue", "catalog", "counter", "terrorism", "terrorist", "terror", "good", "practices",
    "practice", "unoct", "uncct", "cted", "united", "nations", "admin", "administrator", "editor",
    "reviewer", "password", "passphrase", "login", "desk",
)  # fmt: skip
MIN_PARTS = 4  # parts that have to be guessed; a common password of any length is one
MAX_WORD_LENGTH = 32  # characters of a common password
BREACH_TIMEOUT = 3  # seconds for an answer of the service of breached passwords
MAX_BREACH_BYTES = 200_000  # of an answer; some 40,000 are usual
log = logging.getLogger(__name__)


@cache
def load_common_passwords() -> frozenset[str]:
    """Return the 20,000 common passwords of Django."""
    return frozenset(CommonPasswordValidator().passwords)


def count_parts(password: str) -> int:
    """Return the smallest number of guesses from which a password can be built.

    A common password is one part, as is any other letter or digit; words of the catalogue and
    punctuation are none. A repeated text counts once.
    """
    text = password.lower()
    length = (text + text).find(text, 1)  # of the part that it repeats: all of it, if none
    return min(count_fewest_parts(text), count_fewest_parts(text[:length]))


def count_fewest_parts(text: str) -> int:
    """Return the lowest sum of guesses over all ways to split a text."""
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - MAX_WORD_LENGTH), end)
        fewest.append(min(fewest[start] + count_guesses(text[start:end]) for start in starts))
    return fewest[-1]


def count_guesses(piece: str) -> int:
    """Return how many guesses a piece of a password is worth."""
    if piece in CONTEXT_WORDS or (len(piece) == 1 and not piece.isalnum()):
        return 0
    return 1 if len(piece) == 1 or piece in load_common_passwords() else len(piece)


class MaximumLengthValidator:
    """Refuses passwords that are too long; the others look only at those that are not."""

    def validate(self, password, user=None):
        refuse_long_password(password)

    def get_help_text(self):
        return get_length_text()


class GuessablePasswordValidator:
    """Refuses common passwords, short combinations of them, and words of the catalogue."""

    def validate(self, password, user=None):
        if len(password) <= MAX_PASSWORD_LENGTH and count_parts(password) < MIN_PARTS:
            raise ValidationError(self.get_help_text(), code="password_easy_to_guess")

    def get_help_text(self):
        return _(
            "Common passwords, a few of them together, and words of the catalogue are too easy to "
            "guess. Take four unrelated words, or let a password manager make one."
        )


class BreachedPasswordValidator:
    """Refuses passwords known to a service of breached passwords, if one is set."""

    def validate(self, password, user=None):
        """Raise ValidationError if the service knows a password; an error of it is only logged."""
        if not settings.BREACHED_PASSWORDS or len(password) > MAX_PASSWORD_LENGTH:
            return
        try:
            known = is_breached(password)
        except OSError as error:
            log.warning("The service of breached passwords did not answer: %s.", error)
            return
        if known:
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self):
        return _("This password is in a published data breach. Choose another one.")


class NoRedirectHandler(HTTPRedirectHandler):
    """Makes redirects an error."""

    def redirect_request(self, *args):
        """Return None: no redirect is followed."""


def is_breached(password: str) -> bool:
    """Ask the service, which gets only the first five characters of a digest."""
    digest = sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    headers = {"Add-Padding": "true", "User-Agent": "Catalogue"}
    request = Request(settings.BREACHED_PASSWORDS + digest[:5], headers=headers)  # noqa: S310 (set by the operator; https only)
    with build_opener(NoRedirectHandler).open(request, timeout=BREACH_TIMEOUT) as answer:
        lines = answer.read(MAX_BREACH_BYTES).decode("ascii", "replace").splitlines()
    found = (line.partition(":") for line in lines)
    return any(rest == digest[5:] and count.strip() != "0" for rest, _colon, count in found)
