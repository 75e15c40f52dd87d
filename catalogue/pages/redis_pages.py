"""Rendered pages shared by all processes and machines in a Redis, behind the cache of each process.

A page is stored under its tag, which covers all that the page depends on, so it is never out of
date. Nothing depends on Redis: while it is unavailable, every process renders its own pages.
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

REDIS_TIMEOUT = 0.1  # seconds: rendering a page takes no longer
RETRY_SECONDS = 30  # during which a Redis that failed is not asked again
EXPIRY_SECONDS = 24 * 60 * 60  # the tag of a page includes the day
SIGNATURE_SIZE = sha256().digest_size
log = logging.getLogger(__name__)


class RedisPages:
    """The pages that any process of this installation rendered, as signed bytes."""

    def __init__(self, url: str):
        self.redis = Redis.from_url(
            url,
            socket_timeout=REDIS_TIMEOUT,
            socket_connect_timeout=REDIS_TIMEOUT,
            retry=Retry(NoBackoff(), 0),
        )
        self._retry_at, self._lock = 0.0, threading.Lock()

    def get(self, tag: str) -> bytes | None:
        """Return a page, or None if it is not there or was not stored by this installation."""
        stored = self._request(lambda: self.redis.get(build_redis_key(tag)))
        if not stored:
            return None
        signature, page = stored[:SIGNATURE_SIZE], stored[SIGNATURE_SIZE:]
        return page if hmac.compare_digest(signature, sign_page(tag, page)) else None

    def put(self, tag: str, page: bytes) -> None:
        """Store a page for a day.

        It is signed, so that nobody who can write to the Redis can change what readers see.
        """
        signed = sign_page(tag, page) + page
        self._request(lambda: self.redis.set(build_redis_key(tag), signed, ex=EXPIRY_SECONDS))

    def _request(self, command):
        if time.monotonic() < self._retry_at:
            return None
        try:
            return command()
        except RedisError as error:
            with self._lock:  # only the first of several threads says so
                if time.monotonic() >= self._retry_at:
                    self._retry_at = time.monotonic() + RETRY_SECONDS
                    log.warning(
                        "Pages are not shared for %d seconds: Redis failed: %s",
                        RETRY_SECONDS,
                        error,
                    )
            return None


def build_redis_key(tag: str) -> str:
    """Return the key of a page."""
    return f"catalogue:{tag}"


def sign_page(tag: str, page: bytes) -> bytes:
    """Return a signature of a page and its tag, which only this installation can make."""
    return salted_hmac(f"catalogue.pages {tag}", page, algorithm="sha256").digest()
