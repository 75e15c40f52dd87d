"""An nginx with the example of deploy/, before a gunicorn, on ports and in a folder of a test."""

import os
import re
import ssl
import subprocess
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.servers import find_program
from tests.serving import Site
from tools.servers import find_free_port, run_server

EXAMPLE = settings.ROOT / "deploy/nginx/catalogue.conf"
NAME = "catalogue.example.org"
AROUND = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/catalogue.conf;
}}
"""


def certificate(folder: Path) -> Path:
    """Make a certificate that nobody trusts, with its key, and return it."""
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    words += [
        "-subj",
        f"/CN={NAME}",
        "-addext",
        f"subjectAltName=DNS:{NAME}",
        "-keyout",
        folder / "key.pem",
        "-out",
        folder / "cert.pem",
    ]
    subprocess.run(words, check=True, capture_output=True)
    return folder / "cert.pem"


def adapted(folder: Path, plain: int, tls: int, behind: int) -> str:
    """Return the example with ports and places of a test; everything else stays as it is."""
    places = {
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "/etc/ssl/catalogue.pem": str(folder / "cert.pem"),
        "/etc/ssl/private/catalogue.key": str(folder / "key.pem"),
        "/var/cache/nginx/catalogue": str(folder / "cache"),
        # So slow that no request of a test is let through meanwhile.
        "rate=10r/s": "rate=1r/m",
        "rate=30r/m": "rate=1r/m",
    }
    text = re.sub(r"listen \[::\].*\n", "", EXAMPLE.read_text())
    text = text.replace("listen 443", f"listen 127.0.0.1:{tls}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{plain}")
    for ours, there in places.items():
        assert ours in text
        text = text.replace(ours, there)
    return text


@contextmanager
def nginx(folder: Path, behind: int):
    """Run the proxy before a port; yield its site by https, and that by http."""
    context = ssl.create_default_context(cafile=certificate(folder))
    tls = Site(find_free_port(), folder / "nginx.log", {"Host": NAME}, context)
    plain = Site(find_free_port(), tls.log, {"Host": NAME})
    (folder / "catalogue.conf").write_text(adapted(folder, plain.port, tls.port, behind))
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
    words = [find_program("nginx"), "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    with run_server(words, dict(os.environ), plain.port, plain.log, "/"):
        yield tls, plain
