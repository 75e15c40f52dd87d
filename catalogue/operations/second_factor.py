"""The second factor: a code of an authenticator app, or a backup code."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import pbkdf2_hmac

from django.db import transaction
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
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    end_sessions(user)
    app = TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    salted = f"backup {secrets.token_hex(16)}"
    backup = StaticDevice.objects.create(user=user, name=salted, confirmed=True)
    codes = [
        "".join(secrets.choice(BACKUP_CODE_ALPHABET) for _ in range(BACKUP_CODE_LENGTH))
        for _ in range(BACKUP_CODES)
    ]
    StaticToken.objects.bulk_create(
        StaticToken(device=backup, token=hash_backup_code(backup.name, code)) for code in codes
    )
    return app.config_url, [f"{code[:5]}-{code[5:]}" for code in codes]
