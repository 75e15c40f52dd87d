"""The drills see every answer that a catalogue in trouble must not give."""

import hashlib
import http.client
import socket
import threading

import pytest

from tools.drills.editors import Form, classify_save
from tools.drills.visitors import AWAY, CUT, GOOD, WRONG, Answer, Journal, Visitor, classify_answer

PAGE = b"<!DOCTYPE html><html><p>Airports</p></html>\n"
SAYS_SO = b"<html><h1>The catalogue is away for a moment</h1></html>"


def answer(body: bytes = PAGE, status: int = 200, kind: str = "text/html", **headers) -> Answer:
    """Return an answer that came whole."""
    found = http.client.HTTPMessage()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **named}.items():
        if value is not None:
            found[name] = value
    return Answer(status, found, body)


def file(body: bytes, whole: bytes) -> Answer:
    """Return an answer with a file that should have been another one."""
    return answer(body, kind="text/csv", ETag=f'"{hashlib.sha256(whole).hexdigest()}"')


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (answer(), GOOD),
        (answer(Content_Length=None, Transfer_Encoding="chunked"), GOOD),
        (answer(Content_Length=None), WRONG),
        (answer(PAGE[:30]), WRONG),
        (answer(b"<html>Traceback (most recent call last)</html>"), WRONG),
        (answer(status=500), WRONG),
        (answer(status=404), WRONG),
        (answer(SAYS_SO, 503, Retry_After="10"), AWAY),
        (answer(SAYS_SO, 503), WRONG),
        (answer(PAGE, 503, Retry_After="10"), WRONG),
        (file(b"code\r\nGP-1\r\n", b"code\r\nGP-1\r\n"), GOOD),
        (file(b"code\r\n", b"code\r\nGP-1\r\n"), WRONG),
    ],
)
def test_an_answer_is_judged(given, kind):
    assert classify_answer(given)[0] == kind


def test_a_save_is_good_only_where_it_was_done():
    saved = answer(b"", 302, Location="/admin/catalogue/practice/1/change/")
    signed_out = answer(b"", 302, Location="/admin/login/?next=/admin/")
    assert classify_save(saved)[0] == GOOD
    assert classify_save(signed_out)[0] == WRONG
    assert classify_save(answer()) == (WRONG, "the form again")
    assert classify_save(answer(SAYS_SO, 503, Retry_After="10"))[0] == AWAY


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n",
    ],
)
def test_an_answer_that_breaks_off_is_seen_as_cut(begun):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def break_off():
            connection, _address = listening.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(begun)

        threading.Thread(target=break_off, daemon=True).start()
        journal = Journal()
        kind, given = journal.ask(Visitor(listening.getsockname()[1]), "/practices/")
    assert (kind, given) == (CUT, None)
    assert journal.outcomes[0].asked == "GET /practices/"


def test_a_form_is_read_as_a_browser_sends_it():
    page = """
    <form id="search"><input name="q" value="x"></form>
    <form id="practice_form"><input type="hidden" name="token" value="t">
    <input type="checkbox" name="no"><input type="checkbox" name="yes" value="1" checked>
    <textarea name="summary">\nOne &amp; two\n</textarea>
    <select name="sectors" multiple><option value="1" selected>A<option value="2">B
    <option value="3" selected>C</select><input type="submit" name="_save" value="Save"></form>
    """
    sent = [("token", "t"), ("yes", "1"), ("summary", "One & two\n")]
    assert Form.parse(page) == [*sent, ("sectors", "1"), ("sectors", "3")]
