"""Passwords and backup codes are hashed one at a time: hashing is expensive on purpose.

A flood of sign-ins thus takes one core and two threads of a process at most, and readers have the
others.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.db.transactions import take_slot

MAX_PASSWORD_LENGTH = 1024  # characters
MAX_WAIT = 5  # seconds for the one that is hashed; then the answer is 503
#: Places of one process: for the password that is hashed, which has the turn, and one that waits.
_places, _turn = BoundedSemaphore(2), BoundedSemaphore(1)
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


@contextmanager
def take_hashing_turn():
    """Hold the turn inside; raise ServerBusy if nobody else may wait, or the wait is too long.

    What is inside has the turn already: a sign-in, with its password and code, takes it once.
    """
    if _has_turn.get():
        yield
        return
    with take_slot(_places), take_slot(_turn, timeout=MAX_WAIT):
        token = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(token)


def refuse_long_password(password: str) -> None:
    """Raise ValidationError if a password is longer than any may be."""
    if len(password) > MAX_PASSWORD_LENGTH:
        raise ValidationError(get_length_text(), code="password_too_long")


def get_length_text() -> str:
    """Return in words how long a password may be."""
    return _("A password has at most %(most)s characters.") % {"most": f"{MAX_PASSWORD_LENGTH:,}"}


class BoundedPasswordHasher(PBKDF2PasswordHasher):
    """Django's hasher, for one password at a time and for none that is too long."""

    def encode(self, password, salt, iterations=None):
        refuse_long_password(password)
        with take_hashing_turn():
            return super().encode(password, salt, iterations)
