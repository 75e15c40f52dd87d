"""Over a real server: what is too long is refused at the door, and no file is ever half of one."""

import http.client
import os
from contextlib import contextmanager

import pytest

from tests.factories import make_practice
from tests.serving import database_url
from tools.servers import HANG, run_gunicorn


@contextmanager
def served(folder, **limits: str):
    """Serve the records of this test with these limits; give a connection."""
    environment = os.environ | {"DATABASE_URL": database_url()} | limits
    with run_gunicorn(environment, folder / "log") as server:
        yield http.client.HTTPConnection("127.0.0.1", server.port, timeout=HANG)


def ask(server, path: str):
    """Return the answer and its body, which is as long as was said."""
    server.request("GET", path)
    answer = server.getresponse()
    body = answer.read()  # fails where less comes than the length says
    assert len(body) == int(answer.headers["Content-Length"])
    return answer, body.decode("utf-8-sig")


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_cut_off_is_an_answer_in_words(tmp_path):
    practices = [make_practice() for _ in range(60)]
    with served(tmp_path, FILE_TIME_LIMIT="0.001", PAGE_TIME_LIMIT="600") as server:
        for extension in ("csv", "xlsx", "json", "jsonl", "ris", "bib"):
            answer, body = ask(server, f"/practices.{extension}")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "60"), extension
            assert practices[0].code not in body
            assert "Content-Disposition" not in answer.headers
        assert ask(server, "/practices/")[0].status == 200
    with served(tmp_path, FILE_TIME_LIMIT="600", PAGE_TIME_LIMIT="0.001") as server:
        answer, body = ask(server, "/practices.csv?bom=0")
        assert len(body.splitlines()) > len(practices)
        assert ask(server, "/practices/?q=practice")[0].status == 503


@pytest.mark.django_db(transaction=True)
def test_what_is_too_long_does_not_pass_the_door(tmp_path):
    make_practice()
    with served(tmp_path) as server:
        answer, body = ask(server, f"/practices/?utm_x={'a' * 5_000}")
        assert answer.status == 414
        assert "4,000 characters" in body
        assert ask(server, "/practices/")[0].status == 200
    with served(tmp_path) as server:
        server.request("GET", f"/practices/?utm_x={'a' * 9_000}")
        assert server.getresponse().status == 414
    for headers in ({"If-None-Match": "a" * 9_000}, {f"X-{place}": "1" for place in range(70)}):
        with served(tmp_path) as server:
            server.request("GET", "/practices/", headers=headers)
            assert server.getresponse().status == 431
