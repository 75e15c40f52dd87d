"""The second factor: a code of an authenticator app, or a backup code."""

import logging
import secrets
import time
from base64 import urlsafe_b64encode
from hashlib import pbkdf2_hmac

from django.conf import settings
from django.db import transaction
from django_otp import user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.operations.password_hasher import take_hashing_turn
from catalogue.operations.sessions import end_sessions

BACKUP_CODES = 10  # given to a user, each longer than a code of the app
APP_CODE_DIGITS = 6  # of a code of the app
BACKUP_CODE_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
BACKUP_CODE_LENGTH = 10  # of a backup code: 50 bits
HASH_ROUNDS = 600_000  # of PBKDF2, as for passwords
HASH_LENGTH = 16  # characters of a digest, 96 bits: what django-otp's table holds
SET_UP_SECONDS = 60 * 60  # after which a session that only sets up a second factor ends
#: What such a session stores: until when it lasts.
SET_UP_UNTIL = "set_up_until"
log = logging.getLogger(__name__)


def lacks_second_factor(user) -> bool:
    """Return True if a user needs a second factor to enter the admin, and has none."""
    may_enter = user.is_active and user.is_staff
    return settings.SECOND_FACTOR and may_enter and not user_has_device(user)


def begin_set_up(request) -> None:
    """Let a session do nothing but set up the second factor, until that is done."""
    request.session[SET_UP_UNTIL] = int(time.time()) + SET_UP_SECONDS


def is_setting_up(request) -> bool:
    """Return True if a session can do nothing but set up the second factor."""
    return request.user.is_authenticated and SET_UP_UNTIL in request.session


def verify_code(user, typed: str):
    """Return the device of a user to which a code belongs, or None; a code works once.

    For the same code as much is hashed for every user, also for None, whose password is wrong.
    """
    code = typed.replace(" ", "").replace("-", "").lower()
    is_of_app = code.isdecimal() and len(code) == APP_CODE_DIGITS
    kind = TOTPDevice if is_of_app else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    token = code if is_of_app else hash_backup_code(device.name if device else "", code)
    return device and use_token(device, token)


@transaction.atomic
def use_token(device, token: str):
    """Return the device if a token is good for it now, or None.

    The row is locked, so that a code sent twice at the same moment works once.
    """
    device = type(device).objects.select_for_update().filter(pk=device.pk).first()
    allowed = device and device.verify_is_allowed()[0]  # not too soon after a wrong code
    return device if allowed and device.verify_token(token) else None


def hash_backup_code(salt: str, code: str) -> str:
    """Return the stored form of a backup code; the salt is the name of its device."""
    with take_hashing_turn():
        digest = pbkdf2_hmac("sha256", code.encode(), salt.encode(), HASH_ROUNDS)
    return urlsafe_b64encode(digest).decode()[:HASH_LENGTH]


@transaction.atomic
def enrol_user(user) -> tuple[str, list[str]]:
    """Give a user a new second factor; return the address for the app and the backup codes.

    An earlier second factor is deleted, and the user's sessions end.
    """
    end_sessions(user)
    return replace_app(user).config_url, replace_backup_codes(user)


@transaction.atomic
def confirm_app(user, key: str, code: str) -> TOTPDevice | None:
    """Replace the app of a user if a code shows that a new one has the key; return it, or None."""
    app = replace_app(user, key=key)
    if app.verify_token(code.replace(" ", "")):
        return app
    transaction.set_rollback(True)  # the user keeps what there was
    return None


def replace_app(user, **values) -> TOTPDevice:
    """Give a user a new app, by default with a new key; the one before ends."""
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True, **values)


@transaction.atomic
@take_hashing_turn()  # once for all of them
def replace_backup_codes(user) -> list[str]:
    """Give a user new backup codes and return them; those before end."""
    StaticDevice.objects.filter(user=user).delete()
    salted = f"backup {secrets.token_hex(16)}"
    backup = StaticDevice.objects.create(user=user, name=salted, confirmed=True)
    codes = [
        "".join(secrets.choice(BACKUP_CODE_ALPHABET) for _ in range(BACKUP_CODE_LENGTH))
        for _ in range(BACKUP_CODES)
    ]
    StaticToken.objects.bulk_create(
        StaticToken(device=backup, token=hash_backup_code(backup.name, code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def reset_second_factor(*, user, by) -> None:
    """Delete the second factor of a user, whose sessions end. Only an invitation gives another."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    count = end_sessions(user)
    log.info("%s reset the second factor of %s, and ended %d sessions.", by, user, count)
