"""How the script of the page for invitations opens a link, and what an app computes."""

import time
from base64 import b32decode

from django_otp.oath import TOTP


def open_invitation(browser, link: str):
    """Send the code of a link as the form of its page; return the answer."""
    address, _hash, code = link.partition("#")
    assert browser.get(address).status_code == 200
    return browser.post(address, {"code": code})


def compute_code(key: str) -> str:
    """Return the code that an app shows now for a key in base 32."""
    totp = TOTP(b32decode(key))
    totp.time = time.time()
    return f"{totp.token():06d}"
