"""Pages kept for all processes and machines in a Redis, behind what each keeps in its memory.

A page is found there under its tag, which says all that it follows from, so that nothing in it can
be out of date. Nothing depends on it either: while it is away every process makes its own pages.
"""

import hmac
import logging
import threading
import time
from hashlib import sha256

from django.utils.crypto import salted_hmac
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from catalogue.pages.page_cache import CachedPage

REDIS_TIMEOUT = 0.1  # seconds: a page that takes longer to fetch is made as fast
RETRY_SECONDS = 30  # seconds in which a Redis that failed is not asked again
EXPIRY_SECONDS = 24 * 60 * 60  # seconds: the tag of a page names the day
SIGNATURE_SIZE = sha256().digest_size
log = logging.getLogger(__name__)


class RedisPages:
    """The pages that any process of the installation made."""

    def __init__(self, url: str):
        self.redis = Redis.from_url(
            url,
            socket_timeout=REDIS_TIMEOUT,
            socket_connect_timeout=REDIS_TIMEOUT,
            retry=Retry(NoBackoff(), 0),
        )
        self._again, self._lock = 0.0, threading.Lock()

    def get(self, tag: str) -> CachedPage | None:
        """Return a page, or None where it is not there, or was not put there by us."""
        sealed = self._ask(lambda: self.redis.get(build_redis_key(tag)))
        return verify_page(tag, sealed) if sealed else None

    def put(self, tag: str, page: CachedPage) -> None:
        """Keep a page for others."""
        self._ask(
            lambda: self.redis.set(build_redis_key(tag), sign_page(tag, page), ex=EXPIRY_SECONDS)
        )

    def _ask(self, question):
        if time.monotonic() < self._again:
            return None
        try:
            return question()
        except RedisError as error:
            self._leave(error)
            return None

    def _leave(self, error: RedisError) -> None:
        with self._lock:
            if time.monotonic() < self._again:
                return
            self._again = time.monotonic() + RETRY_SECONDS
        log.warning("Pages are not shared for %d seconds: Redis failed: %s", RETRY_SECONDS, error)


def build_redis_key(tag: str) -> str:
    """Return under what name a page is kept."""
    return f"catalogue:{tag}"


def sign_page(tag: str, page: CachedPage) -> bytes:
    """Return a page with a seal: who can write to the Redis still cannot put words in our mouth."""
    body = page.content_type.encode() + b"\n" + page.packed
    return compute_signature(tag, body) + body


def verify_page(tag: str, whole: bytes) -> CachedPage | None:
    """Return the page of a tag, or None where the seal is not ours or is that of another page."""
    own, body = whole[:SIGNATURE_SIZE], whole[SIGNATURE_SIZE:]
    if not hmac.compare_digest(own, compute_signature(tag, body)):
        return None
    content_type, _, packed = body.partition(b"\n")
    return CachedPage(packed, content_type.decode())


def compute_signature(tag: str, body: bytes) -> bytes:
    """Return what only this installation can make of a page and its tag."""
    return salted_hmac(f"catalogue.pages {tag}", body, algorithm="sha256").digest()
