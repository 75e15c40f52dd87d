"""`./run` for real: from an empty database to the first page, on the database of this test run."""

import os
import socket
import subprocess
import sys
import urllib.request

import psycopg2
import pytest

from tools.servers import ROOT, find_free_port, run_server

pytestmark = pytest.mark.skipif(
    not (ROOT / ".venv/installed.txt").exists(), reason="./run would install its environment first"
)


@pytest.fixture
def port():
    """Return a port that was free a moment ago."""
    return find_free_port()


@pytest.fixture
def database_url():
    """Return the address of an empty database; for SQLite nothing, so that ./run makes a file."""
    server = os.environ["DATABASE_URL"]
    if server.startswith("sqlite"):
        yield ""
        return
    name = f"catalogue_start_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    yield f"{server.rpartition('/')[0]}/{name}"
    connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def surroundings(folder, port, **more):
    """Return the environment of somebody who types ./run, without what the tests set."""
    names = [
        "CATALOGUE_MODE",
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    ]
    given = {name: value for name, value in os.environ.items() if name not in names}
    return given | {"CATALOGUE_VAR": str(folder), "PORT": str(port), **more}


def test_one_command_leads_to_the_first_page(tmp_path, port, database_url):
    output = tmp_path / "output"
    environment = surroundings(tmp_path / "var", port, DATABASE_URL=database_url)
    with run_server(["./run"], environment, port, output, "/") as server:
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/").status == 200
    assert server.process.returncode == 0
    written = [tmp_path / "var", *(tmp_path / "var").glob("catalogue.sqlite3*")]
    assert not [path for path in written if path.stat().st_mode & 0o077], "others may read them"
    said = output.read_text()
    assert f"http://127.0.0.1:{port}/" in said
    assert "  editor " in said
    assert "Traceback" not in said


def test_a_taken_port_is_said_before_any_work(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = surroundings(tmp_path / "var", port)
        done = subprocess.run(["./run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"port {port} of 127.0.0.1 is taken" in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    environment = surroundings(tmp_path / "var", port)
    done = subprocess.run(["./run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"PORT={port} is not a port" in done.stderr


def test_two_processes_prepare_one_after_the_other(tmp_path, port, database_url):
    """Each does the whole work: the second finds everything in place."""
    folder = tmp_path / "var"
    url = database_url or f"sqlite:///{tmp_path}/catalogue.sqlite3"
    environment = surroundings(folder, port, DATABASE_URL=url, CATALOGUE_MODE="local")
    environment["SECRET_KEY"] = "only for this test"
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for _ in range(2)
    ]  # fmt: skip
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sum("Records are there already" in output for output in outputs) == 1
