"""A database that takes connections and never says a word does not hold anybody for ever."""

import socket

from tools.installations import Installation


def test_a_silent_database_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        # The address of the database may say what our settings say otherwise.
        url = f"postgresql://catalogue@127.0.0.1:{port}/catalogue?connect_timeout=2"
        done = Installation(url, tmp_path).attempt("manage.py", "prepare")
    assert done.returncode == 1
    assert "timeout expired" in done.stderr
