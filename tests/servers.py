"""A pytest plugin: real programs of others that the catalogue works with, for tests marked so."""

import shutil

from tests.programs import Program

PROGRAMS = {
    "redis": (
        "redis-server",
        Program("redis", "no Redis found (apt-get install redis-server)", "REDIS NOT TESTED"),
    ),
    "nginx": (
        "nginx",
        Program("nginx", "no nginx found (apt-get install nginx-light)", "NGINX NOT TESTED"),
    ),
    "systemd": (
        "systemd-analyze",
        Program(
            "systemd", "no systemd-analyze found (apt-get install systemd)", "UNITS NOT TESTED"
        ),
    ),
}


def find(name: str) -> str | None:
    """Return the path of a program of the system; those for administrators lie apart."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def pytest_runtest_setup(item):
    """Let no test that needs a program pass without it."""
    for name, program in PROGRAMS.values():
        program.require(item, find(name))


def pytest_terminal_summary(terminalreporter):
    """Say loudly which tests did not run."""
    for _name, program in PROGRAMS.values():
        program.report(terminalreporter)
