"""The real records in a temporary place: in this process, or served as a trial is."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tools.servers import ROOT, run_gunicorn


@contextmanager
def load_real_records():
    """Load the real records into a temporary catalogue and set Django up on it."""
    folder = Path(tempfile.mkdtemp(prefix="catalogue-inspection-"))
    before = dict(os.environ)
    os.environ |= {
        "CATALOGUE_MODE": "local",
        "CATALOGUE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'catalogue.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }
    try:
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield folder
    finally:
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serve_real_records():
    """Serve the real records, and give the address of the server."""
    with (
        load_real_records() as folder,
        run_gunicorn(dict(os.environ), folder / "server.log") as server,
    ):
        yield f"http://127.0.0.1:{server.port}"
