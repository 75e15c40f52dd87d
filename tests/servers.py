"""A pytest plugin: Redis, nginx and systemd for the tests that are marked with their names."""

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


def find_program(name: str) -> str | None:
    """Return the path of a program, also in the folders for administrators."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def pytest_runtest_setup(item):
    """Skip or fail a test whose program is missing."""
    for name, program in PROGRAMS.values():
        program.require(item, find_program(name))


def pytest_terminal_summary(terminalreporter):
    """Report loudly which tests did not run."""
    for _name, program in PROGRAMS.values():
        program.report(terminalreporter)
