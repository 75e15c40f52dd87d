"""The load client reads every form of answer, says what is wrong, and counts what it was given."""

import gzip
import socket
import threading
from contextlib import suppress
from itertools import count, cycle

import pytest

from tools.bench.client import Connection, request_in_parallel, request_in_turn
from tools.servers import ToolFailed

PACKED = gzip.compress(b"hello")
ANSWERS = {
    "/plain": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: W/x\r\n\r\nhello",
    "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    "/packed": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s"
    % (len(PACKED), PACKED),
    "/same": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "/bad": b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno",
}


@pytest.fixture(scope="module")
def port():
    """Serve the answers, in two pieces each, from a thread for each connection."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=[connection], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def answer(connection):
    """Answer what is asked on one connection until it is closed, also in the middle."""
    with connection, suppress(OSError):
        while asked := connection.recv(1 << 16):
            path = asked.split()[1].decode().partition("?")[0]
            connection.sendall(ANSWERS[path][:20])
            connection.sendall(ANSWERS[path][20:])
            if b"Connection: close" in asked:
                return


def test_a_packed_answer_is_unpacked_and_counted_as_it_was_sent(port):
    answer = Connection(port).get("/packed")
    assert (answer.body, answer.size) == (b"hello", len(PACKED))


def test_an_answer_with_its_length_is_read_whole(port):
    answer = Connection(port).get("/plain")
    assert (answer.status, answer.body, answer.headers[b"etag"]) == (200, b"hello", b"W/x")


def test_an_answer_in_chunks_is_put_together(port):
    connection = Connection(port)
    assert connection.get("/chunks").body == b"hello"
    assert connection.get("/plain").body == b"hello"  # nothing was left on the way


def test_an_unexpected_status_is_told(port):
    with pytest.raises(ToolFailed, match="/bad: 500 b'no'"):
        Connection(port).get("/bad")
    assert Connection(port).get("/same", expect=304).body == b""


def test_a_file_is_counted(port):
    assert Connection(port).download("/plain").size == 5
    with pytest.raises(ToolFailed, match="/bad: 500"):
        Connection(port).download("/bad")


def test_requests_one_by_one_are_all_counted(port):
    paths = (f"/plain?{number}" for number in count())
    assert len(request_in_turn(port, paths, 0, least=7)) == 7


def test_several_connections_are_kept_busy(port):
    load = request_in_parallel(
        port, (f"/plain?{number}" for number in count()), 0.05, connections=3
    )
    assert len(load.durations) >= 3
    assert load.per_second == pytest.approx(len(load.durations) / load.seconds)
    with pytest.raises(ToolFailed, match="/bad: 500"):
        request_in_parallel(port, ("/bad" for _ in count()), 0.05)


def test_answers_that_are_not_good_are_counted_where_none_is_expected(port):
    load = request_in_parallel(
        port, cycle(["/plain", "/bad", "/same"]), 0, connections=3, expect=None
    )
    assert (len(load.durations), load.others) == (3, 2)
