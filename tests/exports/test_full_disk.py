"""On a full disk a small file is sent whole, since it needs no disk; a large one is refused."""

import errno
import io
import tempfile
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import resolve

from catalogue.exports import responses
from tests.factories import make_practice

pytestmark = pytest.mark.django_db


class Refusing(io.BytesIO):
    """A file on a full disk: it can be made, and takes nothing."""

    def write(self, data):
        """Take nothing."""
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(autouse=True)
def full_disk(monkeypatch):
    """Let nothing be put on the disk."""
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **options: Refusing())


def sent(response) -> bytes:
    """Return the body as gunicorn sends it: a file by its number, for which it goes to the disk."""
    if file := getattr(response, "file_to_stream", None):
        with suppress(OSError):
            file.fileno()
    return response.getvalue()


def test_a_small_file_is_sent_whole(rf):
    make_practice(title="Screening of visitors")
    found = resolve("/practices.csv")
    # Django's client would put an iterator in the place of the file.
    response = found.func(rf.get("/practices.csv"), *found.args, **found.kwargs)
    body = sent(response)
    assert int(response["Content-Length"]) == len(body)
    assert b"Screening of visitors" in body


def test_a_large_file_is_refused_before_it_begins(monkeypatch):
    monkeypatch.setattr(responses, "IN_MEMORY", 10)
    make_practice()
    response = Client(raise_request_exception=False).get("/practices.csv")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
